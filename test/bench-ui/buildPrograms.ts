import { build } from 'esbuild';
import { buildInto } from '../../scripts/packaging/bundles.js';

/**
 * Builds the bundles of the extension, and the measured programs (`ours.js`, `sharp.js`), into a folder of their own,
 * so that later edits of the source do not change what is measured.
 */
export async function buildPrograms(outdir: string): Promise<void> {
  await buildInto(outdir);
  await build({
    entryPoints: {
      ours: 'test/bench-ui/thumbnails/oursProgram.ts',
      sharp: 'test/bench-ui/thumbnails/sharpProgram.ts',
    },
    outdir,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    external: ['sharp'],
    logLevel: 'warning',
  });
}
