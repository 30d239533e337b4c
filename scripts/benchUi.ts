/*
 * npm run bench:ui                                   everything: a quarter of an hour
 * npm run bench:ui -- --only thumbnails,headers      the parts that need no window
 * npm run bench:ui -- --only gallery --images 100    only checks that it works
 *
 * Measures the packaged extension in a real VS Code, and compares its thumbnails with those of other programs. Missing
 * programs are installed if possible; otherwise the parts that need them are omitted. It fails on errors only, never on
 * slowness.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { buildPrograms } from '../test/bench-ui/buildPrograms.js';
import { BENCH_UI_USAGE, parseOptions, type BenchUiOptions, type Part } from '../test/bench-ui/options.js';
import { PHOTO_SETS } from '../test/bench-ui/data/photos.js';
import { measureHeaders } from '../test/bench-ui/headers.js';
import { benchmarkDocument } from '../test/bench-ui/report/document.js';
import { sectionReport, type Section } from '../test/bench-ui/report/section.js';
import { measureSizes } from '../test/bench-ui/sizes.js';
import {
  DJPEG as DJPEG_MAKER,
  ownMakers,
  VIPSTHUMBNAIL as VIPS_MAKER,
} from '../test/bench-ui/thumbnails/makers.js';
import { measureThumbnails } from '../test/bench-ui/thumbnails/measureThumbnails.js';
import { versionsUsed } from '../test/bench-ui/versions.js';
import { measureGallery } from '../test/bench-ui/window/measureGallery.js';
import { measureActivation, measureDelays } from '../test/bench-ui/window/measureWindow.js';
import { PROJECT_ROOT } from '../test/support/vscode/release.js';
import { temporaryFolder } from '../test/support/vscode/temporaryFolder.js';
import { provide } from './setup/provide.js';
import { CHROMIUM, CURRENT_VSCODE, DJPEG, VIPSTHUMBNAIL, type Requirement } from './setup/requirements.js';
import { runTypeScript } from './testing/childProcess.js';

const DOCUMENT = 'docs/BENCHMARKS-UI.md';

const NEEDS: Readonly<Partial<Record<Part, readonly Requirement[]>>> = {
  activation: [CHROMIUM, CURRENT_VSCODE],
  sync: [CHROMIUM, CURRENT_VSCODE],
  gallery: [CHROMIUM, CURRENT_VSCODE],
};

const PEERS = [
  { requirement: VIPSTHUMBNAIL, maker: VIPS_MAKER },
  { requirement: DJPEG, maker: DJPEG_MAKER },
];

const say = (line: string): void => console.error(line);

/** Resolves to the exit status. */
async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  if (options.help) {
    console.log(BENCH_UI_USAGE);
    return 0;
  }
  const wanted = [...options.parts].flatMap((part) => NEEDS[part] ?? []);
  const peers = options.parts.has('thumbnails') ? PEERS.map(({ requirement }) => requirement) : [];
  const unmet = await provide([...wanted, ...peers]);
  for (const reason of unmet.values()) say(`${reason}. It is left out.`);
  if ((await runTypeScript('scripts/package.ts')) !== 0) throw new Error('The extension was not packaged.');

  const sections: Section[] = [];
  for await (const section of measure(options, new Set(unmet.keys()))) {
    console.log(`\n${sectionReport(section)}\n`);
    sections.push(section);
  }
  if (options.write) {
    const date = new Date().toISOString().slice(0, 10);
    const circumstances = { date, versions: versionsUsed(), leftOut: [...unmet.values()] };
    writeFileSync(DOCUMENT, benchmarkDocument(sections, circumstances));
    console.log(`Written to ${DOCUMENT}.`);
  }
  return 0;
}

async function* measure(
  { parts, runs, imageCounts }: BenchUiOptions,
  unmet: ReadonlySet<Requirement>,
): AsyncGenerator<Section> {
  const own = temporaryFolder('bench-ui');
  // Inside the project, so that the programs find sharp.
  const programs = path.join(PROJECT_ROOT, 'artifacts/bench-ui');
  mkdirSync(programs, { recursive: true });
  const has = (part: Part): boolean =>
    parts.has(part) && !NEEDS[part]?.some((requirement) => unmet.has(requirement));
  try {
    await buildPrograms(programs);
    if (has('sizes')) yield measureSizes(programs);
    if (has('headers')) yield await measureHeaders(runs, own.path);
    if (has('thumbnails')) {
      const others = PEERS.filter(({ requirement }) => !unmet.has(requirement)).map(({ maker }) => maker);
      const makers = [...ownMakers(programs, path.join(own.path, 'cached')), ...others];
      for (const set of PHOTO_SETS) {
        yield await measureThumbnails({ set, makers, runs, workFolder: own.path, say });
      }
    }
    if (has('activation')) yield await measureActivation();
    if (has('sync')) yield await measureDelays();
    if (has('gallery')) yield await measureGallery(imageCounts, say);
  } finally {
    rmSync(programs, { recursive: true });
    own.remove();
  }
}

main(process.argv.slice(2)).then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
