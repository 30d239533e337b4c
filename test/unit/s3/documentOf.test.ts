import assert from 'node:assert/strict';
import type { AnswerBody } from '../../../src/s3/http/answer.js';
import { documentOf } from '../../../src/s3/refusal.js';
import { inOneMemory } from '../../support/inOneMemory.js';

describe('The document of an answer', () => {
  it('keeps no part, for its memory may be used again', async () => {
    const parts = ['<Key', '>a.p', 'ng</', 'Key>'].map((text) => Buffer.from(text));
    const body: AnswerBody = Object.assign(inOneMemory(parts), { destroy: () => undefined });
    assert.equal(await documentOf({ statusCode: 200, headers: {}, body }), '<Key>a.png</Key>');
  });
});
