import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { provideLogFiles } from './logFiles.js';
import { EDITORS_FOLDER, type Release } from './release.js';

const run = promisify(execFile);

/** An installed VS Code server: the program, and its Node. */
export interface Installation {
  readonly release: Release;
  readonly node: string;
  readonly serverMain: string;
  /** VS Code's command line, which installs extensions: the same program. */
  readonly folder: string;
}

/**
 * Installs a VS Code server from the npm registry into `.vscode-test/server-<version>`, or finds it there. Nothing is
 * compiled and no install script runs; the compiled module for log files gets a substitute.
 *
 * @throws Error with npm's output if npm cannot fetch it.
 */
export async function installServer(release: Release): Promise<Installation> {
  const folder = path.join(EDITORS_FOLDER, `server-${release.codeServer}`);
  if (!existsSync(folder)) await download(release, folder);
  const installation = {
    release,
    folder,
    node: nodeOf(release, folder),
    serverMain: path.join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js'),
  };
  for (const file of [installation.node, installation.serverMain]) {
    if (!existsSync(file)) throw new Error(`${file} is missing. Delete ${folder} and try again.`);
  }
  await provideLogFiles(path.join(folder, 'node_modules/code-server/lib/vscode'));
  return installation;
}

/** Installs into a temporary folder and renames it, so that an interrupted download never counts as complete. */
async function download(release: Release, folder: string): Promise<void> {
  console.log(`Installing VS Code ${release.vscode} (server, from npm) into ${folder} …`);
  await mkdir(EDITORS_FOLDER, { recursive: true });
  const partial = await mkdtemp(`${folder}.partial-`);
  try {
    await writeFile(path.join(partial, 'package.json'), '{ "private": true }');
    const packages = [`code-server@${release.codeServer}`];
    if (!runsOnThisNode(release)) packages.push(`${nodePackage()}@${release.nodeMajor}`);
    const quiet = ['--ignore-scripts', '--no-package-lock', '--no-audit', '--no-fund', '--loglevel=error'];
    await run('npm', ['install', ...quiet, ...packages], { cwd: partial });
    // The package does not contain the server's own dependencies: code-server's install script would fetch them.
    const server = path.join(partial, 'node_modules/code-server/lib/vscode');
    await run('npm', ['install', ...quiet, '--omit=dev'], { cwd: server });
    await rename(partial, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error; // Another run was faster; its installation is used.
    });
  } finally {
    await rm(partial, { recursive: true, force: true });
  }
}

function nodeOf(release: Release, folder: string): string {
  const own = path.join(folder, 'node_modules', nodePackage(), 'bin/node');
  return !existsSync(own) && runsOnThisNode(release) ? process.execPath : own;
}

const runsOnThisNode = (release: Release): boolean =>
  Number.parseInt(process.versions.node, 10) === release.nodeMajor;

/** The npm package with a Node binary for this machine. */
const nodePackage = (): string => `node-${process.platform}-${process.arch}`;
