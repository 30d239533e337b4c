import { spawn, type ChildProcess } from 'node:child_process';

/*
 * The programs of a run share its terminal and its process group, so that Ctrl+C reaches each of them and each can
 * clean up. A signal to this process alone is forwarded.
 */

const running = new Set<ChildProcess>();

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(signal, () => {
    const ended = [...running].map((child) => new Promise((resolve) => child.once('exit', resolve)));
    for (const child of running) child.kill(signal);
    void Promise.all(ended).then(() => process.exit(130));
  });
}

export interface RunOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** The program is ended after this time. */
  readonly limitMs?: number;
}

/** Runs a program with this process's output; resolves to its exit status (`null`: ended by a signal). */
export function runProgram(
  command: string,
  args: readonly string[],
  options: RunOptions = {},
): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...options.env } });
    running.add(child);
    const limit =
      options.limitMs === undefined
        ? undefined
        : setTimeout(() => {
            console.error(
              `${command} was ended: it took longer than ${(options.limitMs ?? 0) / 60_000} min.`,
            );
            child.kill('SIGTERM');
            setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
          }, options.limitMs);
    const settled = (): void => {
      running.delete(child);
      clearTimeout(limit);
    };
    child.once('error', (error) => {
      settled();
      reject(error);
    });
    child.once('exit', (code) => {
      settled();
      resolve(code);
    });
  });
}

/** Runs a TypeScript program of this repository in Node. */
export const runTypeScript = (
  file: string,
  args: readonly string[] = [],
  options?: RunOptions,
): Promise<number | null> => runProgram(process.execPath, ['--import', 'tsx', file, ...args], options);
