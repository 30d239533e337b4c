import assert from 'node:assert/strict';
import { SyncError } from '../../../../src/core/errors.js';
import { ObjectLookup } from '../../../../src/s3/reading/objectLookup.js';
import type { Condition, PutRequest } from '../../../../src/s3/requests/bucketRequests.js';
import type { ObjectAnswer } from '../../../../src/s3/requests/objectAnswer.js';
import { ConditionSupport } from '../../../../src/s3/writing/conditionSupport.js';
import { sendWrite } from '../../../../src/s3/writing/sendWrite.js';
import type { PutWrite, Written } from '../../../../src/s3/writing/write.js';
import { unexpectedRequests } from '../requests/unexpectedRequests.js';

const { signal } = new AbortController();
const MD5 = 'a'.repeat(32);
const WHOLE = { etag: `"${MD5}"` };
const DAMAGED = { etag: `"${'b'.repeat(32)}"` };
const WRITE: PutWrite = {
  operation: 'put',
  key: 'a.txt',
  content: Buffer.from('a cat'),
  info: { contentType: 'text/plain', size: 5, md5: MD5, sha256: 'c'.repeat(64) },
  expected: 'absent',
};

describe('An upload whose bytes the server has damaged', () => {
  /** Sends the upload to a server that gives these answers; `conditions` are those of the requests. */
  function send(...answers: readonly (ObjectAnswer | SyncError)[]) {
    const conditions: Condition[] = [];
    const put = ({ condition }: PutRequest): Promise<ObjectAnswer> => {
      const answer = answers[conditions.push(condition) - 1] ?? assert.fail('one request too many');
      return answer instanceof SyncError ? Promise.reject(answer) : Promise.resolve(answer);
    };
    const requests = { ...unexpectedRequests, bucket: 'training', put };
    const support = new ConditionSupport('http://127.0.0.1:9000', 'training');
    const tools = { requests, lookup: new ObjectLookup(requests), support };
    const written = sendWrite(tools, WRITE, { ifNoneMatch: '*' }, signal);
    return { written, conditions };
  }

  const failure = async (written: Promise<Written>): Promise<SyncError> => {
    const error: unknown = await written.then(
      () => assert.fail('it succeeds'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof SyncError, String(error));
    return error;
  };

  it('is sent again without a condition, because it overwrites its own object', async () => {
    const { written, conditions } = send(DAMAGED, WHOLE);
    assert.deepEqual(await written, WHOLE);
    assert.deepEqual(conditions, [{ ifNoneMatch: '*' }, {}]);
  });

  it('is given up after three times, and may have changed the object', async () => {
    const { written, conditions } = send(DAMAGED, DAMAGED, DAMAGED);
    const { code, data } = await failure(written);
    assert.equal(code, 'wrong-bytes');
    assert.equal(data.file, 'a.txt');
    assert.equal(data.unanswered, true);
    assert.equal(conditions.length, 3);
  });

  it('may have changed the object even if the server refuses it the second time', async () => {
    const { code, data } = await failure(send(DAMAGED, new SyncError('access-denied')).written);
    assert.equal(code, 'access-denied');
    assert.equal(data.unanswered, true);
  });

  it('is sent once if the ETag is no MD5', async () => {
    const { written, conditions } = send({ ...DAMAGED, isEncrypted: true });
    assert.deepEqual(await written, DAMAGED);
    assert.equal(conditions.length, 1);
  });
});
