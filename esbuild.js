'use strict';
/* Builds everything into dist/: node esbuild.js [--watch] [--development] */
const esbuild = require('esbuild');
const fs = require('node:fs');
const { version } = require('./package.json');

const watch = process.argv.includes('--watch');
const development = watch || process.argv.includes('--development');

const shared = {
  bundle: true,
  minify: !development,
  charset: 'utf8',
  sourcemap: development,
  logLevel: 'info',
  outdir: 'dist',
};

/** Bundles for Node: the extension itself, its worker and child process, and the command line. */
const node = {
  ...shared,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  mainFields: ['module', 'main'],
  external: ['vscode', 'sharp'],
};

/** The AWS SDK is a bundle of its own (`src/s3/client/loadSdk.ts`), which the worker and the command line share. */
const sdkApart = {
  name: 'sdk apart',
  setup: ({ onResolve }) =>
    onResolve({ filter: /^\.\/sdk\.js$/ }, () => ({ path: './sdk.js', external: true })),
};

/** Bundles that sync. A dynamic import becomes a `require`, which finds the file without Node's ESM loader. */
const syncing = { ...node, plugins: [sdkApart], supported: { 'dynamic-import': false } };

const commandLine = {
  ...syncing,
  entryPoints: { cli: 'src/cli.ts' },
  define: { PACKAGE_VERSION: JSON.stringify(version), IS_ONE_FILE_PROGRAM: 'false' },
};

/** The command line with the SDK in it, for a program that is one file. */
const oneFileProgram = {
  ...commandLine,
  plugins: [],
  define: { ...commandLine.define, IS_ONE_FILE_PROGRAM: 'true' },
};

const builds = [
  { ...node, entryPoints: { extension: 'src/extension.ts' } },
  { ...syncing, entryPoints: { engine: 'src/engine/worker.ts' } },
  { ...node, entryPoints: { sdk: 'src/s3/client/sdk.ts' } },
  { ...node, entryPoints: { thumbnails: 'src/thumbnails/process.ts' } },
  { ...commandLine, banner: { js: '#!/usr/bin/env node' } },
  {
    ...shared,
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    entryPoints: { gallery: 'src/gallery/app/main.ts', 'gallery-style': 'src/gallery/app/gallery.css' },
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  },
];

async function build() {
  fs.rmSync('dist', { recursive: true, force: true });
  for (const options of builds) {
    if (watch) await (await esbuild.context(options)).watch();
    else await esbuild.build(options);
  }
  if (!watch) fs.chmodSync('dist/cli.js', 0o755);
}

/** For packaging, which builds the same bundles into other folders. */
module.exports = { builds, oneFileProgram };

if (require.main === module) {
  build().catch((error) => {
    console.error(error);
    process.exitCode = 1;
  });
}
