import assert from 'node:assert/strict';
import type { ObjectDownload } from '../../../../src/core/ports/objectStore.js';
import { readWhole } from '../../../../src/core/content/readWhole.js';
import { inOneMemory } from '../../../support/inOneMemory.js';

describe('reading a whole object', () => {
  it('copies each chunk, because its buffer may be reused', async () => {
    const parts = ['a ca', 't, s', 'its.'].map((text) => Buffer.from(text));
    const head: ObjectDownload['head'] = {
      key: 'a.txt',
      size: 12,
      etag: '"a"',
      sha256: undefined,
      etagMayBeMd5: false,
      versionId: undefined,
    };
    const get = (): Promise<ObjectDownload> =>
      Promise.resolve({ head, body: inOneMemory(parts), discard: () => undefined });
    const bytes = await readWhole({ get }, 'a.txt', 12, new AbortController().signal);
    assert.equal(Buffer.from(bytes ?? []).toString(), 'a cat, sits.');
  });
});
