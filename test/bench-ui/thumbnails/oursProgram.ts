import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { forkThumbnailProcess } from '../../../src/thumbnails/forkThumbnailProcess.js';
import { ThumbnailService } from '../../../src/thumbnails/thumbnailService.js';

/*
 * Program: `ours.js <thumbnails.js> <cache folder> <folder of images>`. Requests thumbnails from the extension's own
 * process, as the extension host does, and ends when it has all of them.
 */

const [script = '', cacheFolder = '', folder = ''] = process.argv.slice(2);

async function main(): Promise<void> {
  const started: ChildProcess[] = [];
  const service = new ThumbnailService({
    script,
    cacheFolder,
    onProblem: (message) => {
      throw new Error(message);
    },
    fork: (...where) => {
      const child = forkThumbnailProcess(...where);
      started.push(child);
      return child;
    },
  });
  const images = readdirSync(folder).map((name) => {
    const file = path.join(folder, name);
    const { size, mtimeMs } = statSync(file);
    return { file, size, mtimeMs };
  });
  await new Promise<void>((resolve) => {
    let missing = images.length;
    service.request({}, images, (batch) => {
      for (const { file, webp } of batch) if (webp === undefined) throw new Error(`No thumbnail of ${file}`);
      missing -= batch.length;
      if (missing === 0) resolve();
    });
  });
  service.dispose();
  // The CPU time of a child process counts only once the parent has waited for its end.
  for (const child of started) await once(child, 'exit');
}

void main();
