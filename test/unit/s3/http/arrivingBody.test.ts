import assert from 'node:assert/strict';
import { ArrivingBody } from '../../../../src/s3/http/arrivingBody.js';

const PART = 256 * 1024;

describe('An arriving body', () => {
  const source = { pause: () => undefined, resume: () => undefined, destroy: () => undefined };
  /** A body of so many full buffers and ten bytes. Each buffer is filled with its number, from 1. */
  const arrived = (parts: number): ArrivingBody => {
    const body = new ArrivingBody(parts * PART + 10, source);
    for (let part = 1; part <= parts; part++) body.add(Buffer.alloc(PART, part));
    body.add(Buffer.alloc(10, parts + 1));
    body.finish();
    return body;
  };

  async function readAll(body: ArrivingBody): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of body) parts.push(Buffer.from(part));
    return Buffer.concat(parts);
  }

  it('comes in large buffers, each valid until the next one is requested', async () => {
    const seen: [size: number, first: number | undefined, isEven: boolean][] = [];
    for await (const part of arrived(3)) {
      // Other bodies arrive and are read meanwhile.
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

  it('fills a buffer again after its reader has finished', async () => {
    const memories = new Set<ArrayBufferLike>();
    for (let i = 0; i < 50; i++) {
      for await (const part of arrived(1)) if (part.length === PART) memories.add(part.buffer);
    }
    assert.ok(memories.size < 5, `${String(memories.size)} memories for 50 parts`);
  });

  it('arrives in its own buffer where possible, in the same order and length', async () => {
    const bytes = Uint8Array.from({ length: 3 * PART + 10 }, (_, i) => (i * 7) % 251);
    const sizes = [1000, PART - 1000, 1, PART - 1, 70_000, PART, PART];
    for (const everyOther of [0, 1]) {
      const body = new ArrivingBody(bytes.length, source);
      const reading = readAll(body);
      let at = 0;
      let arrivedInPlace = 0;
      for (const [i, size] of sizes.entries()) {
        const room = i % 2 === everyOther ? body.nextBuffer() : undefined;
        const some = bytes.subarray(at, at + Math.min(size, room?.length ?? size));
        if (room !== undefined) arrivedInPlace += some.length;
        room?.set(some);
        body.add(room?.subarray(0, some.length) ?? some);
        at += some.length;
        await new Promise(setImmediate);
      }
      body.add(bytes.subarray(at));
      body.finish();
      assert.ok(arrivedInPlace > 0);
      assert.ok(Buffer.from(bytes).equals(await reading));
    }
  });

  it('offers no buffer beyond its end, nor while filled buffers wait for the reader', async () => {
    const body = new ArrivingBody(2 * PART + 20_000, source);
    assert.equal(body.nextBuffer()?.length, PART);
    body.add(Buffer.alloc(2 * PART));
    assert.equal(body.nextBuffer(), undefined);
    const reading = readAll(body);
    await new Promise(setImmediate);
    assert.equal(body.nextBuffer()?.length, 20_000);
    body.add(Buffer.alloc(20_000));
    assert.equal(body.nextBuffer(), undefined);
    body.finish();
    assert.equal((await reading).length, 2 * PART + 20_000);
  });

  it('offers no buffer if it is small, or of unknown length', () => {
    assert.equal(new ArrivingBody(200, source).nextBuffer(), undefined);
    assert.equal(new ArrivingBody(undefined, source).nextBuffer(), undefined);
  });

  it('leaves the last buffer to a reader that stops', async () => {
    const reading = arrived(2)[Symbol.asyncIterator]();
    const first = (await reading.next()) as IteratorYieldResult<Uint8Array>;
    await reading.return(undefined);
    for await (const other of arrived(40)) assert.ok(other.length > 0);
    assert.ok(first.value.every((byte) => byte === 1));
  });
});
