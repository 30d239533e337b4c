import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Command } from '../../bench/tools/tool.js';

/** Something that makes thumbnails of all images in a folder. */
export interface Maker {
  readonly name: MakerName;
  readonly title: string;
  /** `scratch`: an empty folder for what it writes. */
  command(images: readonly string[], scratch: string): Command;
}

export type MakerName = 'ours' | 'cached' | 'sharp' | 'vipsthumbnail' | 'djpeg';

/** The tools that the benchmark brings. `programs`: the folder of `ours.js`, `sharp.js` and `thumbnails.js`. */
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

/** A file with the paths as `xargs -0` reads them. */
function imageList(images: readonly string[], scratch: string): string {
  const file = path.join(scratch, 'images');
  writeFileSync(file, images.join('\0'));
  return file;
}

/** Files that one process of a command line tool is given: more would not fit in its arguments everywhere. */
const FILES_AT_ONCE = 100;

/** Many files per process: starting one costs as much as some thumbnails. */
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

/** The floor: libjpeg-turbo decodes at a reduced scale and throws it away. It takes one file per process only. */
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
