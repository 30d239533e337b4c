import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import type { AnswerBody } from '../../../../src/s3/http/answer.js';
import { documentOf } from '../../../../src/s3/wire/httpError.js';
import { inOneMemory } from '../../../support/inOneMemory.js';

/** One byte after the other, without end. */
function endless(pauseMs: number): AnswerBody & { readonly isDestroyed: () => boolean } {
  let destroyed = false;
  async function* bytes(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        await delay(pauseMs);
        if (destroyed) throw new Error('nobody wanted the rest');
        yield Buffer.alloc(1024, 'x');
      }
    } finally {
      destroyed = true;
    }
  }
  return Object.assign(bytes(), { destroy: () => (destroyed = true), isDestroyed: () => destroyed });
}

describe('The document of an answer', () => {
  it('is cut off if it has no end, and its connection is closed', async () => {
    const body = endless(0);
    const text = await documentOf({ statusCode: 500, headers: {}, body }, { size: 5_000 });
    assert.equal(text.length, 5_000);
    assert.ok(body.isDestroyed());
  });

  it('times out if it takes too long, however often a byte arrives', async () => {
    const body = endless(5);
    const reading = documentOf({ statusCode: 200, headers: {}, body }, { timeoutMs: 50 });
    await assert.rejects(reading, { name: 'TimeoutError' });
    assert.ok(body.isDestroyed());
  });

  it('copies every chunk, because its buffer is used again', async () => {
    const parts = ['<Key', '>a.p', 'ng</', 'Key>'].map((text) => Buffer.from(text));
    const body: AnswerBody = Object.assign(inOneMemory(parts), { destroy: () => undefined });
    assert.equal(await documentOf({ statusCode: 200, headers: {}, body }), '<Key>a.png</Key>');
  });
});
