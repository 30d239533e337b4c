import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from '../../bench/tools/tool.js';

/** A program that makes thumbnails of all given images. */
export interface Maker {
  readonly name: MakerName;
  readonly title: string;
  /** `scratch`: an empty folder for its output. */
  command(images: readonly string[], scratch: string): Command;
}

export type MakerName = 'ours' | 'cached' | 'sharp' | 'vipsthumbnail' | 'djpeg';

/** The programs of the benchmark itself. `programs`: the folder of `ours.js`, `sharp.js` and `thumbnails.js`. */
export function ownMakers(programs: string, cachedIn: string): Maker[] {
  const node = process.execPath;
  const program = (name: string): string => path.join(programs, name);
  const folderOf = (images: readonly string[]): string => path.dirname(images[0] ?? '');
  const ours = (images: readonly string[], cache: string): Command => ({
    program: node,
    args: [program('ours.js'), program('thumbnails.js'), cache, folderOf(images)],
    env: {},
  });
  return [
    {
      name: 'ours',
      title: 'ours: process, queue, cache',
      command: (images, scratch) => ours(images, path.join(scratch, 'cache')),
    },
    {
      name: 'sharp',
      title: 'sharp alone, same settings',
      command: (images) => ({ program: node, args: [program('sharp.js'), folderOf(images)], env: {} }),
    },
    {
      name: 'cached',
      title: 'ours, from its cache',
      command: (images) => ours(images, path.join(cachedIn, path.basename(folderOf(images)))),
    },
  ];
}

/** Writes a file with the paths, in the format of `xargs -0`. */
function imageList(images: readonly string[], scratch: string): string {
  const file = path.join(scratch, 'images');
  writeFileSync(file, images.join('\0'));
  return file;
}

/** Files per process of a command line tool: the arguments of more would exceed the limit of some systems. */
const FILES_AT_ONCE = 100;

/** Gets many files per process, because starting a process costs as much as several thumbnails. */
export const VIPSTHUMBNAIL: Maker = {
  name: 'vipsthumbnail',
  title: 'vipsthumbnail, many files a process',
  command: (images, scratch) => {
    const output = path.join(scratch, 'thumbnails');
    mkdirSync(output);
    return {
      program: 'xargs',
      args: [
        ...['-0', '-a', imageList(images, scratch), '-n', String(FILES_AT_ONCE)],
        ...['vipsthumbnail', '--size', '256x256>', '-o', `${output}/%s.webp[Q=75,effort=2]`],
      ],
      env: { VIPS_CONCURRENCY: '1' },
    };
  },
};

/** The lower bound: libjpeg-turbo decodes at a reduced scale and discards the result. It takes one file per process. */
export const DJPEG: Maker = {
  name: 'djpeg',
  title: 'djpeg -scale 1/4, decoding only, a process a file',
  command: (images, scratch) => ({
    program: 'xargs',
    args: [
      ...['-0', '-a', imageList(images, scratch), '-n', '1'],
      ...['djpeg', '-scale', '1/4', '-outfile', '/dev/null'],
    ],
    env: {},
  }),
};
