import { mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { median } from '../../bench/report/statistics.js';
import { measureCommand } from '../../bench/measure/command.js';
import { rotated } from '../../bench/turns.js';
import { makePhotos, type PhotoSet } from '../data/photos.js';
import { count, ratio } from '../report/figures.js';
import type { Section } from '../report/section.js';
import type { Maker, MakerName } from './makers.js';

export interface Measuring {
  readonly set: PhotoSet;
  readonly makers: readonly Maker[];
  /** Number of counted runs, after a warm-up run. */
  readonly runs: number;
  /** The folder for all files of the measurement. */
  readonly workFolder: string;
  readonly say: (line: string) => void;
}

/** Measures the cost of a thumbnail with each maker. They take turns in each run, in rotated order. */
export async function measureThumbnails(measuring: Measuring): Promise<Section> {
  const { set, makers, runs, workFolder, say } = measuring;
  const images = await makePhotos(path.join(workFolder, set.title), set);
  const costs = new Map<MakerName, number[]>(makers.map(({ name }) => [name, []]));
  for (let run = 0; run <= runs; run++) {
    for (const maker of rotated(makers, run)) {
      const scratch = path.join(workFolder, 'scratch');
      mkdirSync(scratch);
      const { cpuSeconds } = await measureCommand(maker.command(images, scratch), scratch);
      rmSync(scratch, { recursive: true });
      const msPerImage = (cpuSeconds * 1000) / images.length;
      if (run > 0) costs.get(maker.name)?.push(msPerImage);
      say(`${set.title}, run ${run} of ${runs}: ${maker.title}: ${msPerImage.toFixed(2)} ms CPU an image`);
    }
  }
  return thumbnailSection(set, makers, costs);
}

/** `costs`: milliseconds of CPU time per image, one per run. */
export function thumbnailSection(
  { title, width, height, count: images }: PhotoSet,
  makers: readonly Pick<Maker, 'name' | 'title'>[],
  costs: ReadonlyMap<MakerName, readonly number[]>,
): Section {
  const medians = new Map([...costs].map(([name, values]) => [name, median(values)]));
  const sharpAlone = medians.get('sharp');
  return {
    title: `Thumbnails of ${title} JPEGs`,
    head: ['', 'CPU ms an image', 'images a second and core', '÷ sharp alone'],
    rows: makers.map((maker) => {
      const ms = medians.get(maker.name) ?? 0;
      const beside = sharpAlone === undefined || maker.name === 'sharp' ? '–' : ratio(ms / sharpAlone);
      return [maker.title, ms.toFixed(2), count(1000 / ms), beside];
    }),
    notes: [
      `${count(images)} images of ${width} × ${height}, generated; the start of each program is counted.`,
    ],
  };
}
