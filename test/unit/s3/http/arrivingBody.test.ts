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

  async function readAll(body: ArrivingBody): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const part of body) parts.push(Buffer.from(part));
    return Buffer.concat(parts);
  }

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

  it('arrives in its own memory where it can, and in no other order or length for that', async () => {
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

  it('has no room for more than is still to come, nor while parts wait for their reader', async () => {
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

  it('has no room of its own where it is small, or of a length that is not known', () => {
    assert.equal(new ArrivingBody(200, source).nextBuffer(), undefined);
    assert.equal(new ArrivingBody(undefined, source).nextBuffer(), undefined);
  });

  it('leaves a part to a reader that stops with it', async () => {
    const reading = arrived(2)[Symbol.asyncIterator]();
    const first = (await reading.next()) as IteratorYieldResult<Uint8Array>;
    await reading.return(undefined);
    for await (const other of arrived(40)) assert.ok(other.length > 0);
    assert.ok(first.value.every((byte) => byte === 1));
  });
});
