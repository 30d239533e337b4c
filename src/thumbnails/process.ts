import { constants, setPriority } from 'node:os';
import { imagesAtOnce } from './forkThumbnailProcess.js';
import type { ToThumbnailProcess } from './processMessages.js';
import { ThumbnailWorker } from './thumbnailWorker.js';

/** Entry of the thumbnail process: `thumbnails.js <cache folder>`, forked with an IPC channel. */

setPriority(constants.priority.PRIORITY_BELOW_NORMAL);

const worker = new ThumbnailWorker(process.argv[2] ?? '', imagesAtOnce(), (message) => {
  if (process.connected) process.send?.(message);
});
process.on('message', (message) => worker.receive(message as ToThumbnailProcess));
// The extension host is gone, for whatever reason: nobody needs the thumbnails any more.
process.on('disconnect', () => process.exit());
