import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';

/*
 * Program: `sharp.js <folder of images>`. Makes the same thumbnails as ours with sharp alone: without queue, cache and
 * IPC. Its settings are those of `src/thumbnails/making/makeThumbnail.ts` and `sharpLoader.ts`.
 */

const [folder = ''] = process.argv.slice(2);

sharp.concurrency(1);
sharp.cache(false);

const files = readdirSync(folder).map((name) => path.join(folder, name));

async function makeInTurn(): Promise<void> {
  for (let file = files.pop(); file !== undefined; file = files.pop()) {
    await sharp(file, { failOn: 'warning', autoOrient: true })
      .resize({ width: 256, height: 256, fit: 'inside', withoutEnlargement: true })
      .webp({ quality: 75, effort: 2 })
      .toBuffer();
  }
}

for (let i = 0; i < availableParallelism(); i++) void makeInTurn();
