import { randomUUID } from 'node:crypto';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

/** The name of the command line in a terminal. */
export const COMMAND_LINE_NAME = 's3-training-data';

/** What a shim runs. */
export interface ShimTarget {
  /** The editor's Node, or the editor itself, which is a Node where `ELECTRON_RUN_AS_NODE` is set. */
  readonly node: string;
  /** The command line's bundle, with `sdk.js` beside it. */
  readonly script: string;
}

/**
 * Writes the program `s3-training-data` into a folder: a shell script, on Windows a batch file as well. Several windows
 * may write at once, and terminals may run it meanwhile, so it is replaced in one step, and only where it differs.
 * Throws the errors of `node:fs`.
 */
export async function writeShim(
  folder: string,
  target: ShimTarget,
  platform: NodeJS.Platform = process.platform,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeProgram(path.join(folder, COMMAND_LINE_NAME), shellScript(target));
  // Git Bash runs the shell script, cmd and PowerShell the batch file.
  if (platform === 'win32')
    await writeProgram(path.join(folder, `${COMMAND_LINE_NAME}.cmd`), batchFile(target));
}

async function writeProgram(file: string, text: string): Promise<void> {
  if ((await readFile(file, 'utf8').catch(() => undefined)) === text) return;
  const own = `${file}.${randomUUID()}.tmp`;
  try {
    await writeFile(own, text);
    await chmod(own, 0o755);
    await rename(own, file);
  } catch (error) {
    await rm(own, { force: true });
    throw error;
  }
}

/** An updated editor or extension is in another folder, and an old terminal may still find a shim that names the old. */
const GONE = `${COMMAND_LINE_NAME}: the editor or the extension was updated or removed. Reload its window and open a new terminal.`;

function shellScript({ node, script }: ShimTarget): string {
  return `#!/bin/sh
node=${quoted(node)}
script=${quoted(script)}
if [ ! -x "$node" ] || [ ! -f "$script" ]; then
  echo ${quoted(GONE)} >&2
  exit 2
fi
ELECTRON_RUN_AS_NODE=1 exec "$node" "$script" "$@"
`;
}

const quoted = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;

function batchFile({ node, script }: ShimTarget): string {
  const lines = [
    '@echo off',
    'setlocal',
    ...utf8PageFor(node + script),
    `set "node=${inBatch(node)}"`,
    `set "script=${inBatch(script)}"`,
    'if not exist "%node%" goto gone',
    'if not exist "%script%" goto gone',
    'set ELECTRON_RUN_AS_NODE=1',
    '"%node%" "%script%" %*',
    'exit /b %ERRORLEVEL%',
    ':gone',
    `echo ${GONE} 1>&2`,
    'exit /b 2',
  ];
  return `${lines.join('\r\n')}\r\n`;
}

/** In a batch file, a percent sign begins a variable. */
const inBatch = (text: string): string => text.replaceAll('%', '%%');

/** cmd reads a batch file in the console's code page, which has not all letters of a user's name. */
const utf8PageFor = (paths: string): readonly string[] =>
  /^[\x00-\x7f]*$/.test(paths) ? [] : ['chcp 65001 >nul'];
