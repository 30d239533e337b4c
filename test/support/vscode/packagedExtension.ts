import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { hostTarget, UNIVERSAL } from '../../../scripts/packaging/targets.js';
import { PROJECT_ROOT } from './release.js';

/**
 * Path of the packaged extension for this machine, which end-to-end tests install.
 *
 * @throws Error if `npm run package` has not been run for the version in package.json.
 */
export function packagedExtension(): string {
  const manifest = JSON.parse(readFileSync(path.join(PROJECT_ROOT, 'package.json'), 'utf8')) as {
    readonly name: string;
    readonly version: string;
  };
  const folder = path.join(PROJECT_ROOT, 'artifacts/vsix');
  const candidates = [hostTarget() ?? UNIVERSAL, UNIVERSAL].map((target) =>
    path.join(folder, `${manifest.name}-${manifest.version}-${target}.vsix`),
  );
  const found = candidates.find((file) => existsSync(file));
  if (found === undefined) throw new Error(`${folder} holds no package. Run: npm run package`);
  return found;
}
