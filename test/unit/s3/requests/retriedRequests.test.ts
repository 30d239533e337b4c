import assert from 'node:assert/strict';
import { RegionClient } from '../../../../src/s3/client/regionClient.js';
import type { ObjectAnswer } from '../../../../src/s3/requests/objectAnswer.js';
import type { Region } from '../../../../src/s3/requests/regions.js';
import { RetriedRequests } from '../../../../src/s3/requests/retriedRequests.js';
import { httpErrorIn, type HttpError } from '../../../../src/s3/wire/httpError.js';
import { SyncError } from '../../../../src/core/errors.js';
import { unexpectedRequests } from './unexpectedRequests.js';

const { signal } = new AbortController();
const INFO = { contentType: 'text/plain', size: 5, md5: 'd0'.repeat(16), sha256: 'a'.repeat(64) };
const PUT = { key: 'a.txt', content: Buffer.from('a cat'), info: INFO, condition: {} };

const refused = (statusCode: number, code: string): HttpError =>
  httpErrorIn({ statusCode, headers: {} }, `<Error><Code>${code}</Code></Error>`);
const broken = (): Error => Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });

describe('Requests that are retried', () => {
  /** Answers each PUT with the next of these; counts the writes. */
  function answering(...answers: readonly (ObjectAnswer | Error)[]) {
    const counts = { puts: 0, writes: 0 };
    const put = (): Promise<ObjectAnswer> => {
      const answer = answers[counts.puts++] ?? assert.fail('one request too many');
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    };
    const keys = { accessKeyId: 'A', secretAccessKey: 's' };
    const never = (): never => assert.fail('not asked for');
    const client = new RegionClient({ send: never }, never, { keys });
    const requests = { ...unexpectedRequests, put, headBucket: () => Promise.resolve(undefined) };
    const current: Region = { name: 'us-east-1', client, requests };
    const regions = {
      bucket: 'training',
      current,
      moveOn: () => Promise.resolve(false),
      headBucket: () => Promise.resolve(undefined),
      closeIdle: () => undefined,
      close: () => undefined,
    };
    const retried = new RetriedRequests(regions, {}, () => (counts.writes += 1));
    return { retried, counts };
  }

  const failure = async (promise: Promise<unknown>): Promise<SyncError> => {
    const error: unknown = await promise.then(
      () => assert.fail('it succeeds'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof SyncError, String(error));
    return error;
  };

  it('return the first success', async () => {
    const { retried, counts } = answering(refused(503, 'SlowDown'), broken(), { etag: '"1"' });
    assert.deepEqual(await retried.put(PUT, signal), { etag: '"1"' });
    assert.deepEqual(counts, { puts: 3, writes: 3 });
  });

  it('fail at once if the failure cannot pass, and report what they were for', async () => {
    const { retried, counts } = answering(refused(403, 'AccessDenied'));
    const { code, data } = await failure(retried.put(PUT, signal));
    assert.equal(code, 'access-denied');
    const { bucket, region, action, file, unanswered } = data;
    assert.deepEqual([bucket, region, action, file], ['training', 'us-east-1', 's3:PutObject', 'a.txt']);
    assert.equal(unanswered, undefined);
    assert.equal(counts.puts, 1);
  });

  it('report that a write may have happened if one of its tries got no answer', async () => {
    for (const first of [broken(), refused(500, 'InternalError')]) {
      const { retried } = answering(first, refused(412, 'PreconditionFailed'));
      const { code, data } = await failure(retried.put(PUT, signal));
      assert.equal(code, 'changed-during-sync');
      assert.equal(data.unanswered, true);
    }
  });

  it('do not report it if every try was refused', async () => {
    const { retried } = answering(refused(429, 'TooManyRequests'), refused(412, 'PreconditionFailed'));
    const { code, data } = await failure(retried.put(PUT, signal));
    assert.equal(code, 'changed-during-sync');
    assert.equal(data.unanswered, undefined);
  });

  it('are cancelled if the signal aborts while they wait for the next try', async () => {
    const cancelling = new AbortController();
    const { retried, counts } = answering(refused(503, 'SlowDown'));
    const put = retried.put(PUT, cancelling.signal);
    setImmediate(() => cancelling.abort());
    assert.equal((await failure(put)).code, 'cancelled');
    assert.equal(counts.puts, 1);
  });
});
