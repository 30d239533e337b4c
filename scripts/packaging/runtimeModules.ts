import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { PLATFORMS, type Platform, UNIVERSAL } from './targets.js';

/** An npm package that is loaded at run time instead of being bundled, with the files that it needs. */
export interface RuntimeModule {
  readonly name: string;
  /** Folder of the installed package. */
  readonly folder: string;
  /** Paths inside the package, with `/`; `package.json` and the licence are always included. */
  readonly files: RegExp;
}

export const LICENCE = /^(licen[cs]e|copying|notice)(\.(md|txt))?$/i;

const SHARP: readonly (readonly [string, RegExp])[] = [
  ['sharp', /^dist\/\w+\.cjs$/],
  ['@img/colour', /^\w+\.cjs$/],
  ['detect-libc', /^lib\/[\w-]+\.js$/],
  ['semver', /^(index|(classes|functions|internal|ranges)\/[\w-]+)\.js$/],
  // Works everywhere: for desktop VS Code on Linux, for old processors, and wherever the native build does not load.
  ['@img/sharp-wasm32', /^(index\.cjs|versions\.json|lib\/[\w.-]+\.(js|wasm))$/],
  ['@emnapi/runtime', /^(index|dist\/emnapi\.cjs(\.min)?)\.js$/],
];

/** The modules of sharp for a target. Missing ones are fetched with npm into a folder that `cleanUp` removes. */
export function runtimeModules(target: string): {
  readonly modules: readonly RuntimeModule[];
  readonly cleanUp: () => void;
} {
  const modules = SHARP.map(([name, files]) => ({ name, files, folder: resolve('node_modules', name) }));
  if (target === UNIVERSAL) return { modules, cleanUp: () => undefined };
  const platform = PLATFORMS.get(target);
  if (platform === undefined) {
    throw new Error(
      `There is no target "${target}". Targets: ${[UNIVERSAL, ...PLATFORMS.keys()].join(', ')}`,
    );
  }
  const isInstalled = existsSync(resolve('node_modules', `@img/sharp-${platform.sharp}`));
  const fetched = isInstalled ? undefined : fetchModules(platform);
  const from = fetched ?? '.';
  return {
    modules: [...modules, ...machineCode(platform, join(from, 'node_modules'))],
    cleanUp: () => {
      if (fetched !== undefined) rmSync(fetched, { recursive: true });
    },
  };
}

/** The native build: on Windows the libraries are in sharp's own package, elsewhere in a separate one. */
function machineCode({ sharp, npm }: Platform, nodeModules: string): RuntimeModule[] {
  const module = (name: string, files: RegExp) => ({ name, files, folder: resolve(nodeModules, name) });
  const own = module(`@img/sharp-${sharp}`, /^(index\.cjs|versions\.json|lib\/[\w.-]+\.(node|dll))$/);
  if (npm.os === 'win32') return [own];
  return [own, module(`@img/sharp-libvips-${sharp}`, /^(versions\.json|lib\/lib[\w.-]+)$/)];
}

/** Fetches sharp itself: npm applies the platform flags only to dependencies, not to the requested package. */
function fetchModules({ npm }: Platform): string {
  const folder = mkdtempSync(join(tmpdir(), 'runtime-modules-'));
  const { version } = readManifest(resolve('node_modules/sharp'));
  const flags = [`--os=${npm.os}`, `--cpu=${npm.cpu}`, ...(npm.libc ? [`--libc=${npm.libc}`] : [])];
  const quiet = ['--ignore-scripts', '--no-save', '--no-package-lock', '--no-audit', '--no-fund'];
  try {
    execFileSync('npm', ['install', '--prefix', folder, ...flags, ...quiet, `sharp@${version}`], {
      stdio: ['ignore', 'ignore', 'inherit'],
      // On Windows npm is a .cmd file, which needs a shell.
      shell: process.platform === 'win32',
    });
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw error;
  }
  return folder;
}

/** Copies the needed files of the modules into a `node_modules` folder. Throws if a module has none of them. */
export function copyModules(modules: readonly RuntimeModule[], nodeModules: string): void {
  for (const { name, folder, files } of modules) {
    const found = filesIn(folder).filter((file) => files.test(file));
    if (found.length === 0) throw new Error(`Nothing of ${name} was found in ${folder}`);
    const accompanying = readdirSync(folder).filter((file) => file === 'package.json' || LICENCE.test(file));
    for (const file of [...found, ...accompanying]) cpSync(join(folder, file), join(nodeModules, name, file));
  }
}

export interface ModuleManifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

export function readManifest(folder: string): ModuleManifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as ModuleManifest;
}

function filesIn(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(folder.length + 1)
        .replaceAll('\\', '/'),
    );
}
