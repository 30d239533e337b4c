import { build } from 'esbuild';
import { buildInto } from '../../scripts/packaging/bundles.js';

/**
 * Builds the bundles of the extension and the programs that are measured beside them (`ours.js`, `sharp.js`) into a folder:
 * what is measured stays the same while somebody goes on working.
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
