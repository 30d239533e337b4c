/*
 * Replaces the `code` program if no desktop VS Code can run: takes the arguments of @vscode/test-electron's runTests(),
 * runs them in a VS Code server with a headless Chromium, and exits with the suite's exit code. The executable `code`
 * next to this file starts it.
 *
 *   CODE_STAND_IN_TIMEOUT=<ms>  timeout of a run (default 10 minutes)
 *   CODE_STAND_IN_VERBOSE=1     print the window's log too
 */
import path from 'node:path';
import { format } from 'node:util';
import { setTimeout as delay } from 'node:timers/promises';
import { startBrowser } from './browser.js';
import { developExtensions } from './developmentExtension.js';
import { OLDEST_RELEASE } from './release.js';
import { startVSCodeServer } from './server.js';

const TIMED_OUT = 124;
/** Number of lines of the window's log that a failed run prints. */
const LOG_LINES = 20;

interface Arguments {
  readonly extensions: string[];
  readonly tests: string;
  readonly folder: string | undefined;
}

function parse(args: readonly string[]): Arguments {
  const named = (name: string): string[] =>
    args.filter((arg) => arg.startsWith(`--${name}=`)).map((arg) => path.resolve(arg.slice(name.length + 3)));
  const [tests] = named('extensionTestsPath');
  if (tests === undefined) throw new Error('--extensionTestsPath=<module> is needed.');
  const folder = args.find((arg) => !arg.startsWith('-'));
  return {
    extensions: named('extensionDevelopmentPath'),
    tests,
    folder: folder === undefined ? undefined : path.resolve(folder),
  };
}

function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';

async function main(): Promise<number> {
  const { extensions, tests, folder } = parse(process.argv.slice(2));
  const server = await startVSCodeServer({ release: OLDEST_RELEASE });
  const browser = await startBrowser();
  try {
    const page = await browser.context.newPage();
    const { promise: finished, resolve: finish } = deferred<number>();
    const log: string[] = [];
    await page.exposeFunction('codeAutomationExit', finish);
    // The host's console and the window's own log both arrive here, and cannot be distinguished.
    await page.exposeFunction('codeAutomationLog', (type: string, args: unknown[]) => {
      log.push(firstLine(`[${type}] ${format(...args)}`));
      if (process.env['CODE_STAND_IN_VERBOSE'] === '1') console.log(log.at(-1));
    });
    await developExtensions(browser.context, server.port, { extensions, tests });
    await page.goto(server.address(folder ?? server.home));
    const limit = Number(process.env['CODE_STAND_IN_TIMEOUT'] ?? 600_000);
    const code = await Promise.race([finished, delay(limit, TIMED_OUT, { ref: false })]);
    if (code === TIMED_OUT) console.error(`The suite did not finish within ${limit / 1000} s.`);
    if (code !== 0) console.error(`The end of the window's log:\n${log.slice(-LOG_LINES).join('\n')}`);
    return code;
  } finally {
    await browser.close();
    await server.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
