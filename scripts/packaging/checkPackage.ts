import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { ThumbnailService } from '../../src/thumbnails/thumbnailService.js';
import type { Thumbnail } from '../../src/thumbnails/thumbnailSource.js';
import { hostTarget, PLATFORMS, UNIVERSAL } from './targets.js';
import { uselessInPackage } from './userReadme.js';
import { readZip } from './zip.js';

const MEGABYTE = 1e6;
const MOST_BYTES = { universal: 8 * MEGABYTE, platform: 15 * MEGABYTE };

/** The files that a package may contain, below `extension/`. */
const ALLOWED_FILES = [
  /^package(\.nls(\.[\w-]+)?)?\.json$/,
  /^(readme\.md|changelog\.md|LICENSE\.txt|THIRD-PARTY-NOTICES\.txt)$/,
  /^l10n\/bundle\.l10n(\.[\w-]+)?\.json$/,
  /^media\/([\w-]+\/)?[\w-]+\.(png|svg)$/,
  /^dist\/(extension|engine|sdk|thumbnails|cli|gallery)\.js$/,
  /^dist\/gallery(-style)?\.css$/,
  /^dist\/codicon\.ttf$/,
  /^dist\/node_modules\/(@[\w-]+\/)?[\w-]+\/(package\.json|LICENSE(\.md)?)$/,
  /^dist\/node_modules\/sharp\/dist\/\w+\.cjs$/,
  /^dist\/node_modules\/@img\/colour\/\w+\.cjs$/,
  /^dist\/node_modules\/detect-libc\/lib\/[\w-]+\.js$/,
  /^dist\/node_modules\/semver\/(index|(classes|functions|internal|ranges)\/[\w-]+)\.js$/,
  /^dist\/node_modules\/@emnapi\/runtime\/(index|dist\/emnapi\.cjs(\.min)?)\.js$/,
  /^dist\/node_modules\/@img\/sharp-[\w-]+\/(index\.cjs|versions\.json)$/,
  /^dist\/node_modules\/@img\/sharp-wasm32\/lib\/sharp-wasm32[\w.-]*\.(js|wasm)$/,
];
/** Further files in packages for one platform. */
const ALLOWED_NATIVE_FILES = [
  /^dist\/node_modules\/@img\/sharp-[\w-]+\/lib\/sharp-[\w.-]+\.node$/,
  /^dist\/node_modules\/@img\/sharp-[\w-]+\/lib\/lib(vips[\w.-]*|[\w.-]+\.dll)$/,
];
const NEEDED = [
  'package.json',
  'package.nls.json',
  'readme.md',
  'changelog.md',
  'LICENSE.txt',
  'THIRD-PARTY-NOTICES.txt',
  'media/icon.png',
  ...[
    'extension.js',
    'engine.js',
    'sdk.js',
    'thumbnails.js',
    'cli.js',
    'gallery.js',
    'gallery-style.css',
  ].map((name) => `dist/${name}`),
];

/**
 * Throws with all reasons why the package must not be released: an unexpected or missing file, too many bytes, or no
 * thumbnail from the unpacked package (tried if it can run on this machine).
 */
export async function checkPackage(vsix: string, target: string, bytes: Buffer): Promise<void> {
  const files = extensionFiles(bytes);
  const allowed = target === UNIVERSAL ? ALLOWED_FILES : [...ALLOWED_FILES, ...ALLOWED_NATIVE_FILES];
  const most = target === UNIVERSAL ? MOST_BYTES.universal : MOST_BYTES.platform;
  const reasons = [
    ...[...files.keys()]
      .filter((name) => !allowed.some((pattern) => pattern.test(name)))
      .map((name) => `${name} does not belong in it`),
    ...uselessInPackage(files.get('readme.md')?.toString() ?? '').map((reason) => `readme.md has ${reason}`),
    ...NEEDED.filter((name) => !files.has(name)).map((name) => `${name} is missing`),
    ...(bytes.length > most ? [`it has ${String(bytes.length)} bytes of at most ${String(most)}`] : []),
  ];
  if (reasons.length === 0 && (target === UNIVERSAL || target === hostTarget())) {
    reasons.push(...(await whyNoThumbnail(files, target)));
  }
  if (reasons.length > 0) throw new Error(`${vsix} must not be handed out:\n- ${reasons.join('\n- ')}`);
}

function extensionFiles(vsix: Buffer): Map<string, Buffer> {
  const files = new Map<string, Buffer>();
  for (const [name, content] of readZip(vsix)) {
    if (name.startsWith('extension/')) files.set(name.slice('extension/'.length), content);
    else if (name !== '[Content_Types].xml' && name !== 'extension.vsixmanifest') files.set(name, content);
  }
  return files;
}

/** Unpacks the package outside of any other `node_modules` and makes a thumbnail with its process. */
async function whyNoThumbnail(
  files: ReadonlyMap<string, Buffer>,
  target: string,
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'unpacked-'));
  const problems: string[] = [];
  try {
    for (const [name, content] of files) {
      mkdirSync(dirname(join(folder, name)), { recursive: true });
      writeFileSync(join(folder, name), content);
    }
    const machineCode = PLATFORMS.get(target)?.sharp;
    // WebAssembly would make the thumbnail too, and so hide native code that does not load.
    if (machineCode !== undefined) {
      createRequire(join(folder, 'dist', 'thumbnails.js'))(`@img/sharp-${machineCode}/sharp.node`);
    }
    const file = join(folder, 'photo.jpg');
    await sharp({ create: { width: 900, height: 600, channels: 3, background: 'teal' } }).toFile(file);
    const { status, webp } = await thumbnailBy(join(folder, 'dist', 'thumbnails.js'), file, problems);
    if (status !== 'ready' || webp === undefined) problems.push(`its thumbnail of a photo is ${status}`);
    else if ((await sharp(webp).metadata()).width !== 256) problems.push('its thumbnail has a wrong size');
    return problems;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function thumbnailBy(script: string, file: string, problems: string[]): Promise<Thumbnail> {
  const cacheFolder = join(dirname(file), 'cache');
  const service = new ThumbnailService({ script, cacheFolder, onProblem: (text) => problems.push(text) });
  try {
    const { size, mtimeMs } = statSync(file);
    return await new Promise((resolve) => {
      service.request({}, [{ file, size, mtimeMs }], ([thumbnail]) => {
        if (thumbnail !== undefined) resolve(thumbnail);
      });
    });
  } finally {
    service.dispose();
  }
}
