import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Machine, ServerFolder } from './machine.js';

const run = promisify(execFile);

/** The programs of one server and their folder. Both are removed by `stop`, or when this process ends in any way. */
export class Daemons {
  readonly #children: ChildProcess[] = [];
  readonly #onExit = (): void => {
    this.#kill();
    this.#removeFolder();
  };

  constructor(
    private readonly machine: Machine,
    private readonly folder: ServerFolder,
  ) {
    process.once('exit', this.#onExit);
  }

  /** Runs a program to its end. If it fails, rejects with its output. */
  async run(program: string, ...args: readonly string[]): Promise<void> {
    const [file, ...rest] = this.machine.commandOf(program, args);
    await run(file, rest, { timeout: 60_000 });
  }

  /**
   * Starts a daemon. Its output goes to the file `output` in the folder, if given. With `setpriv`, the kernel ends it
   * together with this process, even after a SIGKILL.
   */
  start(program: string, args: readonly string[], output?: string): ChildProcess {
    const command = ['--pdeathsig', 'KILL', '--', ...this.machine.commandOf(program, args)];
    const file = output === undefined ? 'ignore' : fs.openSync(path.join(this.folder.path, output), 'a');
    const child = spawn('setpriv', command, { stdio: ['ignore', file, file] });
    if (typeof file === 'number') fs.closeSync(file);
    this.#children.push(child);
    return child;
  }

  /** Kills the daemons and removes the folder. Nothing is flushed, because their data is not needed. */
  async stop(): Promise<void> {
    process.removeListener('exit', this.#onExit);
    const running = this.#children.filter(isRunning);
    const ended = running.map((child) => once(child, 'exit'));
    this.#kill();
    await Promise.all(ended);
    this.#removeFolder();
  }

  #removeFolder(): void {
    fs.rmSync(this.folder.path, { recursive: true, force: true, maxRetries: 3 });
  }

  #kill(): void {
    for (const child of this.#children.filter(isRunning)) child.kill('SIGKILL');
  }
}

export const isRunning = (child: ChildProcess): boolean =>
  child.pid !== undefined && child.exitCode === null && child.signalCode === null;
