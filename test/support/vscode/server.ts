import { spawn, type ChildProcess } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { atEndOfProcess, killGroup } from './endOfProcess.js';
import { freePort } from './freePort.js';
import { installServer } from './install.js';
import { QUIET_SETTINGS } from './quietSettings.js';
import { CURRENT_RELEASE, type Release } from './release.js';
import { temporaryFolder } from './temporaryFolder.js';

/** Timeout until the server answers. It takes a second, and longer on a loaded machine. */
const START_TIMEOUT_MS = 60_000;

export interface ServerOptions {
  /** The version of VS Code; default: the current one. */
  readonly release?: Release;
  /** A packaged extension, which is installed before the start. */
  readonly vsix?: string;
  /** User settings in addition to {@link QUIET_SETTINGS}. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Environment variables in addition to this process's own, also for the extension host. `undefined` removes one. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A VS Code server on loopback, with its own folders for data, extensions and HOME. */
export interface VSCodeServer {
  readonly port: number;
  readonly pid: number;
  /** The new HOME of this run, which contains everything that the server writes. */
  readonly home: string;
  /** The URL of a window on `folder` (an absolute path). */
  address(folder: string): string;
  /** The server's output so far. */
  log(): string;
  /** Ends the server with all its child processes, and removes its folders. */
  stop(): Promise<void>;
}

/**
 * Starts a real VS Code server, which is installed from npm if necessary.
 *
 * @throws Error with the server's output if it does not start or refuses the extension.
 */
export async function startVSCodeServer(options: ServerOptions = {}): Promise<VSCodeServer> {
  const installation = await installServer(options.release ?? CURRENT_RELEASE);
  const port = await freePort();
  const home = temporaryFolder('vscode');
  const settingsFile = path.join(home.path, 'data/User/settings.json');
  await mkdir(path.dirname(settingsFile), { recursive: true });
  await writeFile(settingsFile, JSON.stringify({ ...QUIET_SETTINGS, ...options.settings }, null, 2));

  const logFile = path.join(home.path, 'server.log');
  const folders = ['--server-data-dir', home.path, '--user-data-dir', path.join(home.path, 'data')];
  folders.push('--extensions-dir', path.join(home.path, 'extensions'), '--accept-server-license-terms');
  const start = (args: readonly string[]): ChildProcess => {
    const child = spawn(installation.node, [installation.serverMain, ...folders, ...args], {
      env: serverEnvironment(home.path, options.env ?? {}),
      detached: true, // Leads its own process group, which is ended as a whole.
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = createWriteStream(logFile, { flags: 'a' });
    child.stdout.pipe(log, { end: false });
    child.stderr.pipe(log, { end: false });
    return child;
  };
  const log = (): string => readFileSync(logFile, 'utf8');

  try {
    if (options.vsix !== undefined) await installExtension(start(['--install-extension', options.vsix]), log);
    const child = start(listenArguments(port));
    const endNow = atEndOfProcess(() => killGroup(child.pid));
    await answers(port, child, log);
    return {
      port,
      pid: child.pid ?? 0,
      home: home.path,
      address: (folder) => `http://localhost:${port}/?folder=${encodeURIComponent(folder)}`,
      log,
      stop: async () => {
        await endGently(child);
        endNow();
        home.remove();
      },
    };
  } catch (error) {
    home.remove();
    throw error;
  }
}

function serverEnvironment(
  home: string,
  extra: Readonly<Record<string, string | undefined>>,
): NodeJS.ProcessEnv {
  const env: NodeJS.ProcessEnv = { ...process.env, HOME: home, EXTENSIONS_GALLERY: '{}', ...extra };
  // Variables of a terminal inside VS Code would connect the server to that window.
  for (const name of Object.keys(env)) {
    if (name.startsWith('VSCODE_') || env[name] === undefined) Reflect.deleteProperty(env, name);
  }
  return env;
}

const listenArguments = (port: number): string[] => [
  ...['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'],
  ...['--telemetry-level', 'off', '--disable-telemetry', '--disable-update-check'],
  ...['--disable-workspace-trust', '--disable-getting-started-override'],
];

async function installExtension(child: ChildProcess, log: () => string): Promise<void> {
  const code = await exitOf(child);
  if (code !== 0) throw new Error(`VS Code did not install the extension:\n${log()}`);
}

async function answers(port: number, child: ChildProcess, log: () => string): Promise<void> {
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (child.exitCode === null && Date.now() < deadline) {
    const response = await fetch(`http://127.0.0.1:${port}/version`).catch(() => undefined);
    if (response?.ok === true) return;
    await delay(100);
  }
  throw new Error(`The VS Code server did not start:\n${log()}`);
}

/** Asks the group to end, and kills its remaining processes after three seconds. */
async function endGently(child: ChildProcess): Promise<void> {
  const ended = exitOf(child);
  killGroup(child.pid, 'SIGTERM');
  await Promise.race([ended, delay(3000, undefined, { ref: false })]);
}

const exitOf = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('exit', resolve);
      });
