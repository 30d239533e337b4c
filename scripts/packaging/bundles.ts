import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import { build, type BuildOptions, type Metafile } from 'esbuild';

/** Modules that must not be in the bundle that the editor loads on activation. */
const HEAVY_MODULES = /node_modules\/(@aws-sdk|@smithy|sharp|@img)\//;

/** Builds all bundles for production into `outdir`; resolves to the folders of the npm packages in the bundles. */
export async function buildInto(outdir: string): Promise<ReadonlySet<string>> {
  const folders = new Set<string>();
  const { builds } = createRequire(resolve('package.json'))('./esbuild.js') as { builds: BuildOptions[] };
  for (const options of builds) {
    const { metafile } = await build({ ...options, outdir, metafile: true, logLevel: 'warning' });
    assertLightActivation(metafile);
    for (const folder of bundledPackages(metafile)) folders.add(folder);
  }
  return folders;
}

/** The folders of the npm packages in a bundle. */
export function bundledPackages({ inputs }: Metafile): ReadonlySet<string> {
  const folders = Object.keys(inputs).map((input) => /^.*node_modules\/(@[^/]+\/)?[^/]+/.exec(input)?.[0]);
  return new Set(folders.filter((folder) => folder !== undefined).map((folder) => resolve(folder)));
}

function assertLightActivation({ outputs }: Metafile): void {
  for (const { entryPoint, inputs, imports } of Object.values(outputs)) {
    if (entryPoint !== 'src/extension.ts') continue;
    const heavy = [...Object.keys(inputs), ...imports.map(({ path }) => `node_modules/${path}/`)];
    const found = heavy.filter((path) => HEAVY_MODULES.test(path));
    if (found.length > 0)
      throw new Error(`extension.js holds what belongs in a process of its own: ${found.join(', ')}`);
  }
}
