import { createRequire } from 'node:module';
import type sharp from 'sharp';

export type Sharp = typeof sharp;

/** All native builds of sharp for Linux; without them sharp falls back to WebAssembly. */
const NATIVE_LINUX_BUILDS = [
  'linux-x64',
  'linux-arm64',
  'linux-arm',
  'linux-ppc64',
  'linux-riscv64',
  'linux-s390x',
  'linuxmusl-x64',
  'linuxmusl-arm64',
];

/**
 * Loads sharp: the native build where that is safe, otherwise WebAssembly, to which sharp itself falls back if the
 * native build is absent or does not load. Throws if neither is available.
 *
 * The native build must not be loaded inside Electron on Linux: Electron links GLib, libvips brings another copy, and
 * their symbols clash (electron/electron#46323). Remote extension hosts are plain Node, where it is safe.
 */
export function loadSharp(native = process.platform !== 'linux' || !('electron' in process.versions)): Sharp {
  // Not an import: sharp is not in the bundle and is resolved only when it is needed.
  const load = createRequire(__filename);
  if (!native) hideNativeBuilds(load);
  const sharp = load('sharp') as Sharp;
  // Thumbnails gain nothing from several threads per image or from libvips' operation cache.
  sharp.concurrency(1);
  sharp.cache(false);
  return sharp;
}

/** Puts an empty module in place of each native build: sharp treats it as absent. */
function hideNativeBuilds(load: NodeJS.Require): void {
  const fromSharp = createRequire(load.resolve('sharp'));
  for (const build of NATIVE_LINUX_BUILDS) {
    const file = resolved(fromSharp, `@img/sharp-${build}/sharp.node`);
    if (file === undefined) continue;
    load.cache[file] = { id: file, filename: file, loaded: true, exports: undefined } as NodeJS.Module;
  }
}

function resolved(require: NodeJS.Require, module: string): string | undefined {
  try {
    return require.resolve(module);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}
