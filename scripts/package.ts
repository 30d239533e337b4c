/*
 * npm run package                              the universal VSIX and the one for this machine
 * npm run package -- --target darwin-arm64     for another platform (fetches its sharp with npm); may be repeated
 *
 * Each package is staged in a folder of its own: production bundles, the few files of the repository that .vscodeignore
 * lets through, and sharp in dist/node_modules, where dist/thumbnails.js looks first. Each VSIX is then opened and
 * checked.
 */
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { createVSIX } from '@vscode/vsce';
import { buildInto } from './packaging/bundles.js';
import { checkPackage } from './packaging/checkPackage.js';
import { thirdPartyNotices } from './packaging/notices.js';
import { copyModules, runtimeModules } from './packaging/runtimeModules.js';
import { userReadme } from './packaging/userReadme.js';
import { hostTarget, UNIVERSAL } from './packaging/targets.js';

const OUTPUT = resolve('artifacts/vsix');
/** Top-level files that are staged for the package; `.vscodeignore` then selects among them. */
const STAGED_FILES =
  /^(package\.nls(\.[\w-]+)?\.json|README\.md|CHANGELOG\.md|LICENSE|\.vscodeignore|media|l10n)$/;

/** Fields of the manifest without a meaning in an installed extension. */
const FOR_DEVELOPMENT = ['devDependencies', 'scripts'];

interface Manifest {
  readonly name: string;
  readonly version: string;
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { target: { type: 'string', multiple: true } } });
  const targets = values.target ?? [UNIVERSAL, ...[hostTarget()].filter((target) => target !== undefined)];
  const stage = mkdtempSync(join(tmpdir(), 'package-'));
  try {
    const manifest = stageFiles(stage);
    const bundled = await buildInto(join(stage, 'dist'));
    mkdirSync(OUTPUT, { recursive: true });
    for (const target of targets) await packageFor(target, stage, manifest, bundled);
  } finally {
    rmSync(stage, { recursive: true });
  }
}

/** Stages the files, and the manifest without the fields for development. */
function stageFiles(stage: string): Manifest {
  for (const name of readdirSync('.').filter((entry) => STAGED_FILES.test(entry))) {
    cpSync(name, join(stage, name), { recursive: true });
  }
  writeFileSync(join(stage, 'README.md'), userReadme(readFileSync('README.md', 'utf8')));
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const shipped = Object.entries(manifest).filter(([field]) => !FOR_DEVELOPMENT.includes(field));
  writeFileSync(join(stage, 'package.json'), JSON.stringify(Object.fromEntries(shipped), null, 2));
  return manifest;
}

async function packageFor(
  target: string,
  stage: string,
  { name, version }: Manifest,
  bundled: ReadonlySet<string>,
): Promise<void> {
  const nodeModules = join(stage, 'dist', 'node_modules');
  rmSync(nodeModules, { recursive: true, force: true });
  const { modules, cleanUp } = runtimeModules(target);
  try {
    copyModules(modules, nodeModules);
    const notices = thirdPartyNotices([...bundled, ...modules.map(({ folder }) => folder)]);
    writeFileSync(join(stage, 'THIRD-PARTY-NOTICES.txt'), notices);
  } finally {
    cleanUp();
  }
  const vsix = join(OUTPUT, `${name}-${version}-${target}.vsix`);
  await createVSIX({
    cwd: stage,
    packagePath: vsix,
    ...(target !== UNIVERSAL && { target }),
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  });
  const bytes = readFileSync(vsix);
  await checkPackage(relative('.', vsix), target, bytes);
  console.log(`${relative('.', vsix)}  ${(bytes.length / 1e6).toFixed(2)} MB`);
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
