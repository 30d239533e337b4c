import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { BundledTexts } from '../../../src/undo/bundledTexts.js';
import { bundleOf } from '../../../src/recording/captionBundle.js';
import { SyncError } from '../../../src/core/errors.js';
import type { ObjectDownload } from '../../../src/core/ports/objectStore.js';

const { signal } = new AbortController();
const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
const TEXTS = ['cat', '', '\uFEFF{"a": 1}\r\n\u2028 \u0000🐈\n', 'cat'];
const BUNDLE = bundleOf(TEXTS.map((text, i) => ({ path: `${String(i)}.txt`, sha256: hashOf(text), text })));

describe('BundledTexts', () => {
  let asked: string[];
  beforeEach(() => (asked = []));

  const storeOf = (bundle: Uint8Array | undefined) => ({
    get: (key: string): Promise<ObjectDownload> => {
      asked.push(key);
      if (bundle === undefined) return Promise.reject(new SyncError('object-missing', { file: key }));
      const size = bundle.length;
      const head = {
        key,
        size,
        etag: '"x"',
        sha256: undefined,
        etagMayBeMd5: false,
        versionId: undefined,
      };
      // eslint-disable-next-line @typescript-eslint/require-await -- the port is a stream
      const body = (async function* () {
        yield bundle.subarray(0, 7);
        yield bundle.subarray(7);
      })();
      return Promise.resolve({ head, body, discard: () => undefined });
    },
  });
  const read = async (texts: BundledTexts, text: string, key = 'bundle'): Promise<string> =>
    Buffer.from(await texts.read({ in: 'captions', key, sha256: hashOf(text) }, signal)).toString('utf8');
  const isNotRecoverable = (error: unknown): boolean =>
    error instanceof SyncError && error.code === 'not-recoverable' && error.data.cause !== undefined;

  it('returns texts byte for byte, and reads a bundle once', async () => {
    const texts = new BundledTexts(storeOf(BUNDLE));
    assert.deepEqual(await Promise.all(TEXTS.map((text) => read(texts, text))), TEXTS);
    assert.deepEqual(asked, ['bundle']);
  });

  it('holds two bundles at once', async () => {
    const texts = new BundledTexts(storeOf(BUNDLE));
    for (const key of ['3', '2', '3', '2', '2', '1', '2', '1']) await read(texts, 'cat', key);
    assert.deepEqual(asked, ['3', '2', '1']);
    await read(texts, 'cat', '3');
    assert.deepEqual(asked, ['3', '2', '1', '3']);
  });

  it('throws not-recoverable where the bundle is gone, after one request', async () => {
    const texts = new BundledTexts(storeOf(undefined));
    for (const text of ['cat', '']) await assert.rejects(read(texts, text), isNotRecoverable);
    assert.deepEqual(asked, ['bundle']);
  });

  it('throws not-recoverable for a missing or damaged line, and returns the others', async () => {
    const lines = Buffer.from(BUNDLE).toString('utf8').replaceAll('"cat"', '"dog"').split('\n');
    const texts = new BundledTexts(storeOf(Buffer.from([...lines.slice(0, 2), '{"torn', 'null'].join('\n'))));
    await assert.rejects(read(texts, 'cat'), isNotRecoverable);
    await assert.rejects(read(texts, TEXTS[2] ?? ''), isNotRecoverable);
    assert.equal(await read(texts, ''), '');
  });
});
