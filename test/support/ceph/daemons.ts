import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The programs of one cluster and their folder: gone when told to, and when this process ends in whatever way. */
export class Daemons {
  readonly #children: ChildProcess[] = [];
  readonly #onExit = (): void => {
    this.#kill();
    this.#removeFolder();
  };

  constructor(
    private readonly folder: string,
    private readonly configFile: string,
  ) {
    process.once('exit', this.#onExit);
  }

  /** Runs a program to its end. Rejects with what it printed. */
  async run(program: string, ...args: readonly string[]): Promise<void> {
    await run(program, ['-c', this.configFile, ...args], { cwd: this.folder, timeout: 60_000 });
  }

  /** Starts a program that stays. `setpriv` has the kernel end it with this process, even by SIGKILL. */
  start(program: string, ...args: readonly string[]): ChildProcess {
    const command = ['--pdeathsig', 'KILL', '--', program, '-f', '-c', this.configFile, ...args];
    const child = spawn('setpriv', command, { cwd: this.folder, stdio: 'ignore' });
    this.#children.push(child);
    return child;
  }

  /** Ends them and removes the folder. Nothing is flushed: what they hold is thrown away. */
  async stop(): Promise<void> {
    process.removeListener('exit', this.#onExit);
    const running = this.#children.filter(isRunning);
    const ended = running.map((child) => once(child, 'exit'));
    this.#kill();
    await Promise.all(ended);
    this.#removeFolder();
  }

  #removeFolder(): void {
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 3 });
  }

  #kill(): void {
    for (const child of this.#children.filter(isRunning)) child.kill('SIGKILL');
  }
}

export const isRunning = (child: ChildProcess): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null;
