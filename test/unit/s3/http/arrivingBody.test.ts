import assert from 'node:assert/strict';
import { ArrivingBody } from '../../../../src/s3/http/arrivingBody.js';

const PART = 256 * 1024;

describe('A body that arrives', () => {
  const source = { pause: () => undefined, resume: () => undefined, destroy: () => undefined };
  /** A body of so many full parts and ten bytes, each part filled with its number, from 1 on. */
  const arrived = (parts: number): ArrivingBody => {
    const body = new ArrivingBody(parts * PART + 10, source);
    for (let part = 1; part <= parts; part++) body.add(Buffer.alloc(PART, part));
    body.add(Buffer.alloc(10, parts + 1));
    body.finish();
    return body;
  };

  it('comes in large parts, each whole until the next is asked for', async () => {
    const seen: [size: number, first: number | undefined, isEven: boolean][] = [];
    for await (const part of arrived(3)) {
      // Others arrive meanwhile, and are read.
      for await (const other of arrived(2)) assert.ok(other.length > 0);
      seen.push([part.length, part[0], part.every((byte) => byte === part[0])]);
    }
    assert.deepEqual(seen, [
      [PART, 1, true],
      [PART, 2, true],
      [PART, 3, true],
      [10, 4, true],
    ]);
  });

  it('fills the memory of a part anew once its reader is done with it', async () => {
    const memories = new Set<ArrayBufferLike>();
    for (let i = 0; i < 50; i++) {
      for await (const part of arrived(1)) if (part.length === PART) memories.add(part.buffer);
    }
    assert.ok(memories.size < 5, `${String(memories.size)} memories for 50 parts`);
  });

  it('leaves a part to a reader that stops with it', async () => {
    const reading = arrived(2)[Symbol.asyncIterator]();
    const first = (await reading.next()) as IteratorYieldResult<Uint8Array>;
    await reading.return(undefined);
    for await (const other of arrived(40)) assert.ok(other.length > 0);
    assert.ok(first.value.every((byte) => byte === 1));
  });
});
