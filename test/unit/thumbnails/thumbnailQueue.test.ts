import assert from 'node:assert/strict';
import { ThumbnailQueue } from '../../../src/thumbnails/thumbnailQueue.js';
import type { NumberedRequest } from '../../../src/thumbnails/processMessages.js';
import type { Thumbnail } from '../../../src/thumbnails/thumbnailSource.js';

const image = (file: string, mtimeMs = 1) => ({ file, size: 10, mtimeMs });
const images = (...files: string[]) => files.map((file) => image(file));
const files = (requests: readonly NumberedRequest[]) => requests.map(({ file }) => file);
const ids = (requests: readonly NumberedRequest[]) => requests.map(({ id }) => id);
const ready = (requests: readonly NumberedRequest[]) =>
  requests.map(({ id }) => ({
    id,
    status: 'ready' as const,
    webp: Buffer.from('picture'),
    width: 1,
    height: 2,
  }));

describe('thumbnail queue', () => {
  let queue: ThumbnailQueue;
  const gallery = {};
  const tree = {};
  let received: string[];
  const receive = (batch: readonly Thumbnail[]) => {
    received.push(...batch.map(({ file, status }) => (status === 'ready' ? file : `${file} ${status}`)));
  };
  beforeEach(() => {
    queue = new ThumbnailQueue();
    received = [];
  });

  /** Looks everything up without a hit, so that all images have to be made. */
  const missAll = () => queue.missed(ids(queue.nextToLookUp(1000)));

  it('looks up and makes in the order of the list', () => {
    queue.replace(gallery, images('c', 'a', 'b'), receive);
    assert.deepEqual(files(queue.nextToMake(9)), []);
    const first = queue.nextToLookUp(2);
    assert.deepEqual(files(first), ['c', 'a']);
    queue.missed(ids(first));
    assert.deepEqual(files(queue.nextToMake(9)), ['c', 'a']);
    assert.deepEqual(files(queue.nextToLookUp(2)), ['b']);
    assert.deepEqual(files(queue.nextToLookUp(2)), []);
  });

  it('has no more images under way than the limit', () => {
    queue.replace(gallery, images('a', 'b', 'c', 'd'), receive);
    missAll();
    const under = queue.nextToMake(2);
    assert.deepEqual(files(under), ['a', 'b']);
    assert.deepEqual(files(queue.nextToMake(2)), []);
    queue.settle(ready(under.slice(1)));
    assert.deepEqual(files(queue.nextToMake(2)), ['c']);
    assert.deepEqual(received, ['b']);
  });

  it('serves the latest owner first, and all owners that wait for one image', () => {
    queue.replace(gallery, images('a', 'b'), receive);
    queue.replace(tree, images('z', 'b'), receive);
    const all = queue.nextToLookUp(9);
    assert.deepEqual(files(all), ['z', 'b', 'a']);
    queue.settle(ready(all));
    assert.deepEqual(received.sort(), ['a', 'b', 'b', 'z']);
    assert.ok(queue.isEmpty);
  });

  it('drops images that are not in a new list, and does not make the others twice', () => {
    queue.replace(gallery, images('a', 'b', 'c'), receive);
    missAll();
    const under = queue.nextToMake(2);
    const dropped = queue.replace(gallery, images('b', 'd'), receive);
    assert.deepEqual(dropped, ids(under.slice(0, 1)));
    assert.deepEqual(files(queue.nextToLookUp(9)), ['d']);
    queue.settle(ready(under));
    assert.deepEqual(received, ['b']);
  });

  it('keeps an image that another owner waits for', () => {
    queue.replace(gallery, images('a'), receive);
    queue.replace(tree, images('a'), receive);
    missAll();
    const under = queue.nextToMake(9);
    assert.deepEqual(queue.release(tree), []);
    queue.settle(ready(under));
    assert.deepEqual(received, ['a']);
    assert.deepEqual(queue.release(gallery), []);
  });

  it('treats a changed file as another image', () => {
    queue.replace(gallery, [image('a', 1)], receive);
    const old = queue.nextToLookUp(9);
    queue.replace(gallery, [image('a', 2)], receive);
    queue.settle(ready(old));
    assert.deepEqual(received, []);
    assert.equal(queue.nextToLookUp(9)[0]?.mtimeMs, 2);
  });

  it('copies the bytes of each picture out of the batch', () => {
    const shared = Buffer.from('picture and another picture');
    let webp: Uint8Array | undefined;
    queue.replace(gallery, images('a'), ([thumbnail]) => {
      webp = thumbnail?.webp;
    });
    const [request] = queue.nextToLookUp(1);
    assert.ok(request);
    queue.settle([{ id: request.id, status: 'ready', webp: shared.subarray(0, 7) }]);
    assert.equal(webp?.buffer.byteLength, 7);
  });

  it('finds the image that crashed the process by trying one at a time', () => {
    queue.replace(gallery, images('a', 'bad', 'c', 'd'), receive);
    missAll();
    assert.deepEqual(files(queue.nextToMake(3)), ['a', 'bad', 'c']);
    assert.equal(queue.processDied(), false);
    const alone = queue.nextToMake(3);
    assert.deepEqual(files(alone), ['a']);
    assert.deepEqual(files(queue.nextToMake(3)), []);
    queue.settle(ready(alone));
    assert.deepEqual(files(queue.nextToMake(3)), ['bad']);
    assert.equal(queue.processDied(), true);
    const last = queue.nextToMake(3);
    assert.deepEqual(files(last), ['c']);
    queue.settle(ready(last));
    assert.deepEqual(files(queue.nextToMake(3)), ['d']);
    assert.deepEqual(received, ['a', 'bad damaged', 'c']);
  });

  it('tries an image a second time if it was alone when the process died', () => {
    queue.replace(gallery, images('a'), receive);
    missAll();
    queue.nextToMake(9);
    assert.equal(queue.processDied(), false);
    queue.settle(ready(queue.nextToMake(9)));
    assert.deepEqual(received, ['a']);
  });

  it('repeats the look-ups of a dead process', () => {
    queue.replace(gallery, images('a', 'b'), receive);
    queue.nextToLookUp(1);
    queue.processDied();
    assert.deepEqual(files(queue.nextToLookUp(9)), ['a', 'b']);
  });

  it('answers all owners when it gives up', () => {
    queue.replace(gallery, images('a', 'b'), receive);
    queue.giveUp();
    assert.deepEqual(received, ['a unsupported', 'b unsupported']);
    assert.ok(queue.isEmpty);
  });
});
