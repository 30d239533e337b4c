import { makeThumbnail, type MadeThumbnail } from '../../../../src/thumbnails/making/makeThumbnail.js';
import { loadSharp } from '../../../../src/thumbnails/making/sharpLoader.js';

/*
 * A process of its own, because a process loads one build of sharp. Arguments: `native` or `wasm`, then files. Prints
 * an object with the thumbnail of each, its WebP in base64.
 */

/** What is printed for a file. */
export interface PrintedThumbnail extends Omit<MadeThumbnail, 'webp'> {
  readonly webp?: string;
}

const [build, ...files] = process.argv.slice(2);

async function print(): Promise<void> {
  const sharp = loadSharp(build === 'native');
  const printed: Record<string, PrintedThumbnail> = {};
  for (const file of files) {
    const made = await makeThumbnail(sharp, file, () => Promise.resolve(() => undefined));
    const { webp, ...rest } = made ?? { status: 'damaged' };
    printed[file] = { ...rest, ...(webp && { webp: Buffer.from(webp).toString('base64') }) };
  }
  process.stdout.write(JSON.stringify(printed), () => process.exit());
}

void print();
