import { openFolder } from '../../../../src/local/style/folderStore.js';
import { bodyOf, neverAborted } from '../styleFolder.js';

/** Replaces `a.jpg` of a folder, tells its parent when half of the bytes are on disk, and waits to be killed. */
async function* halfABody(): AsyncGenerator<Uint8Array> {
  // More than the write buffer holds.
  yield* bodyOf('half of the new '.repeat(20_000));
  process.send?.('half');
  await new Promise(() => undefined);
}

async function replace(folder: string): Promise<void> {
  const store = await openFolder(folder);
  await store.write('a.jpg', halfABody(), await store.stat('a.jpg'), () => undefined, neverAborted);
}

process.on('message', () => undefined); // the channel keeps the process alive
void replace(process.argv[2] ?? '');
