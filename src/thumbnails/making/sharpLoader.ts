import { createRequire } from 'node:module';
import type sharp from 'sharp';

export type Sharp = typeof sharp;

/** Every build with machine code that could be found on Linux; sharp goes on to WebAssembly without them. */
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
 * sharp, by machine code where that is safe, else by WebAssembly; sharp itself goes on to WebAssembly where
 * its machine code is absent or does not load. Throws where neither is there.
 *
 * Never by machine code inside Electron on Linux: Electron is linked to GLib, libvips carries another one, and
 * their symbols clash (electron/electron#46323). Remote hosts are plain Node, there it is right.
 */
export function loadSharp(native = process.platform !== 'linux' || !('electron' in process.versions)): Sharp {
  // Not an import: sharp stays outside of the bundle and must be found only when it is needed.
  const load = createRequire(__filename);
  if (!native) hideNativeBuilds(load);
  const sharp = load('sharp') as Sharp;
  // Thumbnails gain nothing from threads inside one image, nor from remembering operations.
  sharp.concurrency(1);
  sharp.cache(false);
  return sharp;
}

/** An empty module in the place of each native build is what sharp takes for "not there". */
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
