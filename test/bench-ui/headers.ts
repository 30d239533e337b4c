import path from 'node:path';
import sharp from 'sharp';
import { readImageHeader } from '../../src/thumbnails/making/readImageHeader.js';
import { median } from '../bench/report/statistics.js';
import { rotated } from '../bench/turns.js';
import { makePhotos } from './data/photos.js';
import { count, ratio } from './report/figures.js';
import type { Section } from './report/section.js';

const PHOTOS = { title: 'headers', width: 1632, height: 1224, count: 500 };

/** Each file is read this often, to get a measurable time. */
const ROUNDS = 8;

type ReadDimensions = (file: string) => Promise<unknown>;

const READERS: readonly (readonly [string, ReadDimensions])[] = [
  ['ours: readImageHeader', readImageHeader],
  ['sharp.metadata()', (file) => sharp(file).metadata()],
];

/** Measures the cost of reading an image's size, alternating between our parser and sharp. */
export async function measureHeaders(runs: number, workFolder: string): Promise<Section> {
  const files = await makePhotos(path.join(workFolder, PHOTOS.title), PHOTOS);
  const rates = new Map<string, number[]>(READERS.map(([title]) => [title, []]));
  for (let run = 0; run <= runs; run++) {
    for (const [title, read] of rotated(READERS, run)) {
      const rate = await filesPerCpuSecond(read, files);
      if (run > 0) rates.get(title)?.push(rate);
    }
  }
  return headerSection(rates);
}

async function filesPerCpuSecond(read: ReadDimensions, files: readonly string[]): Promise<number> {
  const before = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round++) {
    for (const file of files) await read(file);
  }
  const { user, system } = process.cpuUsage(before);
  return (files.length * ROUNDS) / ((user + system) / 1e6);
}

/** `rates`: files per second and core, one per run, by reader; ours first. */
export function headerSection(rates: ReadonlyMap<string, readonly number[]>): Section {
  const medians = [...rates].map(([title, values]) => [title, median(values)] as const);
  const ours = medians[0]?.[1] ?? 0;
  return {
    title: 'Dimensions by the header alone',
    head: ['', 'files a second and core', 'ours is faster by'],
    rows: medians.map(([title, rate]) => [title, count(rate), rate === ours ? '–' : ratio(ours / rate)]),
    notes: ['2 MP JPEGs, one after the other.'],
  };
}
