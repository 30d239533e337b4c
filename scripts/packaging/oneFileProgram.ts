import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { build, type BuildOptions } from 'esbuild';
import { inject } from 'postject';
import { bundledPackages } from './bundles.js';
import { noticesOf, noticeTexts } from './notices.js';
import { readManifest } from './runtimeModules.js';
import { hostTarget } from './targets.js';

/** Node looks for its application where this text stands in it; from its documentation. */
const FUSE = 'NODE_SEA_FUSE_fce680ab2cc467b6e072b8b5df1996b2';
/** Relative to the folder of Node's installation: as nodejs.org and as Debian's packages lay it out. */
const LICENCE_OF_NODE = ['LICENSE', 'share/doc/nodejs/LICENSE', 'share/doc/node/LICENSE'];

/**
 * Makes the command line one program: a copy of the Node that runs this, with the command line, the AWS SDK and the
 * licences inside. Returns its path in `outdir`. Throws where the licence of Node is not found.
 */
export async function makeProgram(outdir: string): Promise<string> {
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const program = resolve(outdir, `s3-training-data-${readManifest('.').version}-${platformName()}${suffix}`);
  const folder = mkdtempSync(join(tmpdir(), 'program-'));
  try {
    const licences = join(folder, 'licences.txt');
    const blob = join(folder, 'program.blob');
    const folders = await bundle(folder);
    writeFileSync(licences, licencesOf(folders));
    const config = {
      main: join(folder, 'cli.js'),
      output: blob,
      disableExperimentalSEAWarning: true,
      useCodeCache: true,
      assets: { licenses: licences },
    };
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config));
    execFileSync(process.execPath, ['--experimental-sea-config', join(folder, 'config.json')], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    mkdirSync(outdir, { recursive: true });
    await putInto(program, readFileSync(blob));
  } finally {
    rmSync(folder, { recursive: true });
  }
  return program;
}

const platformName = (): string => hostTarget() ?? `${process.platform}-${process.arch}`;

/** The same bundle as `dist/cli.js`, but with the SDK in it. Resolves to the folders of the npm packages in it. */
async function bundle(outdir: string): Promise<ReadonlySet<string>> {
  const { oneFileProgram } = createRequire(resolve('package.json'))('./esbuild.js') as {
    oneFileProgram: BuildOptions;
  };
  const { metafile } = await build({ ...oneFileProgram, outdir, metafile: true, logLevel: 'warning' });
  return bundledPackages(metafile);
}

async function putInto(program: string, blob: Buffer): Promise<void> {
  const isMac = process.platform === 'darwin';
  copyFileSync(process.execPath, program);
  chmodSync(program, 0o755);
  // A signature of the former bytes would make macOS refuse the program.
  if (isMac) execFileSync('codesign', ['--remove-signature', program]);
  // Its warnings about names of sections (Node's symbols for debuggers) are of no matter: `checkProgram` runs it.
  await inject(program, 'NODE_SEA_BLOB', blob, {
    sentinelFuse: FUSE,
    ...(isMac && { machoSegmentName: 'NODE_SEA' }),
  });
  if (isMac) execFileSync('codesign', ['--sign', '-', program]);
}

function licencesOf(folders: Iterable<string>): string {
  const prefix = resolve(dirname(process.execPath), process.platform === 'win32' ? '.' : '..');
  const ofNode = LICENCE_OF_NODE.map((path) => join(prefix, path)).find((path) => existsSync(path));
  if (ofNode === undefined) throw new Error(`The licence of Node is at none of its places below ${prefix}`);
  return noticesOf('The command line of S3 Training Data Manager', [
    readFileSync('LICENSE', 'utf8').trim(),
    ...noticeTexts(folders),
    `Node.js ${process.version}\n\n${readFileSync(ofNode, 'utf8').trim()}`,
  ]);
}
