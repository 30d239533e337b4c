import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { packagedExtension } from '../support/vscode/packagedExtension.js';
import { megabytes } from './report/figures.js';
import type { Section } from './report/section.js';

/** The purpose of each bundle. */
const PURPOSES: Readonly<Record<string, string>> = {
  'extension.js': 'what activation loads',
  'engine.js': 'the worker thread that syncs',
  'sdk.js': 'the AWS SDK, loaded when something needs it',
  'thumbnails.js': 'the thumbnail process',
  'cli.js': 'the command line',
  'gallery.js': 'the page of the gallery',
};

/** Measures the sizes of the bundles in `dist` and of the package for this machine. */
export function measureSizes(dist: string): Section {
  const bundles = readdirSync(dist).filter((name) => name in PURPOSES);
  return {
    title: 'Sizes',
    head: ['', 'for', 'size', 'gzip'],
    rows: [
      ...bundles.map((name) => {
        const bytes = readFileSync(path.join(dist, name));
        return [
          name,
          PURPOSES[name] ?? '',
          megabytes(bytes.length),
          megabytes(gzipSync(bytes, { level: 9 }).length),
        ];
      }),
      ['VSIX', path.basename(packagedExtension()), megabytes(statSync(packagedExtension()).size), '–'],
    ],
  };
}
