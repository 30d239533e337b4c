import assert from 'node:assert/strict';
import { SyncError, type ErrorCode } from '../../../src/core/errors.js';
import { describeError } from '../../../src/operations/texts/errorTexts.js';
import { plainText } from '../../../src/operations/texts/translate.js';
import type { SyncResult } from '../../../src/operations/protocol/results.js';
import { fault, type Fault } from '../../support/s3-server/faults.js';
import { SyncedStyle } from '../../support/syncedStyle.js';

/** The answer of the server, the error that it becomes, and what the user must read. */
type Row = readonly [status: number, code: string, message: string, taken: ErrorCode, said: RegExp];

const OF_ONE_UPLOAD: readonly Row[] = [
  [
    403,
    'AccessDenied',
    'Access Denied because object protected by object lock.',
    'object-locked',
    /locked.*lock\./,
  ],
  [403, 'AccessDenied', 'Object is under legal hold', 'object-locked', /legal hold/],
  [400, 'InvalidRequest', 'Object is WORM protected and cannot be overwritten', 'object-locked', /WORM/],
  [409, 'FileImmutable', 'The object is immutable.', 'object-locked', /immutable/],
  [
    403,
    'AccessDenied',
    'not authorized to perform: kms:GenerateDataKey',
    'key-service',
    /kms:GenerateDataKey/,
  ],
  [400, 'KMS.DisabledException', 'arn:aws:kms:eu:1:key/k is disabled.', 'key-service', /is disabled/],
  [400, 'KMS.NotFoundException', 'Invalid keyId', 'key-service', /Invalid keyId/],
  [400, 'EntityTooLarge', 'Your proposed upload exceeds the maximum', 'too-large', /proposed upload/],
  [413, '', '', 'too-large', /larger than/],
  [400, 'InvalidObjectName', 'Object name contains a leading slash.', 'unsafe-name', /a leading slash/],
  [400, 'KeyTooLongError', 'Your key is too long', 'unsafe-name', /too long/],
  [400, 'InvalidRequest', 'No such thing', 'server-error', /No such thing/],
];

const OF_ONE_DOWNLOAD: readonly Row[] = [
  [
    403,
    'InvalidObjectState',
    'The operation is not valid for the storage class',
    'archived',
    /storage class/,
  ],
  [403, 'AccessDenied', 'not authorized to perform: kms:Decrypt', 'key-service', /kms:Decrypt/],
  [
    400,
    'InvalidRequest',
    'The object was stored using a form of Server Side Encryption. The correct parameters must be provided.',
    'object-encrypted',
    /form of Server Side Encryption/,
  ],
  [404, 'NoSuchKey', 'The specified key does not exist.', 'object-missing', /deleted from S3/],
];

const OF_ALL_UPLOADS: readonly Row[] = [
  [507, 'XMinioStorageFull', 'Minimum free drive threshold.', 'quota-reached', /is full.*free drive/],
  [507, '', '', 'quota-reached', /is full/],
  [403, 'QuotaExceeded', '', 'quota-reached', /is full/],
  [400, 'XMinioAdminBucketQuotaExceeded', 'Bucket quota exceeded', 'quota-reached', /Bucket quota/],
  [400, 'ServiceQuotaExceeded', '', 'quota-reached', /a limit of the account/],
  [403, 'AccessDenied', 'Cannot upload files, storage cap exceeded.', 'quota-reached', /cap exceeded/],
  [403, 'UserSuspended', '', 'account-suspended', /suspended/],
  [403, 'AccountProblem', 'There is a problem with your account', 'account-suspended', /problem/],
  [403, 'AllAccessDisabled', 'All access has been disabled', 'account-suspended', /disabled/],
  [403, 'AccessDenied', 'Your account is suspended', 'account-suspended', /is suspended/],
  [402, '', '', 'account-suspended', /suspended/],
  [400, 'ExpiredToken', 'The provided token has expired.', 'expired-credentials', /expired/],
  [403, 'InvalidAccessKeyId', '', 'wrong-credentials', /not accept these keys/],
  [401, 'Unauthorized', '', 'wrong-credentials', /not accept these keys/],
  [404, 'NoSuchBucket', '', 'missing-bucket', /does not exist/],
  [400, 'InvalidAccessPoint', '', 'missing-bucket', /does not exist/],
  [403, 'RequestTimeTooSkewed', '', 'clock-skew', /clock/],
  [301, 'PermanentRedirect', '', 'wrong-region', /another region/],
  [307, 'Whatever', '', 'redirected', /on to .*where your keys are not sent/],
  [403, 'AccessDenied', 'Bucket is requester pays', 'unsupported-bucket', /requester pays/],
  [
    400,
    'InvalidRequest',
    'The header x-amz-server-side-encryption is required',
    'unsupported-bucket',
    /x-amz-server-side-encryption is required/,
  ],
];

const OF_ALL_DOWNLOADS: readonly Row[] = [
  [403, 'AccessDenied', 'download bandwidth or transaction cap exceeded', 'quota-reached', /cap exceeded/],
  [403, 'UserSuspended', '', 'account-suspended', /suspended/],
];

const nameOf = ([status, code, message]: Row): string => [status, code, message].filter(Boolean).join(' ');

describe('A refusal', () => {
  const FILES = Object.fromEntries(['a', 'b', 'c', 'd', 'e', 'f'].map((name) => [`${name}.jpg`, name]));
  let style: SyncedStyle;
  beforeEach(async () => {
    style = await SyncedStyle.start();
  });
  afterEach(() => style.close());

  const refusing = ([status, code, message]: Row): Fault => fault.error(status, code, message);
  const oneByOne = { concurrency: 1 } as const;

  /** The error of a run, whether it was thrown or is part of the result. */
  async function endOf(run: Promise<SyncResult>): Promise<readonly [ErrorCode | undefined, string]> {
    try {
      const { stopped_by } = await run;
      return [stopped_by?.code, stopped_by?.message ?? ''];
    } catch (error) {
      assert.ok(error instanceof SyncError, String(error));
      return [error.code, describeError(error.code, error.data, plainText)];
    }
  }

  describe("for one file fails that file in the server's words, and the others continue", () => {
    for (const row of OF_ONE_UPLOAD) {
      it(`to S3: ${nameOf(row)}`, async () => {
        style.writeLocal(FILES);
        style.server.faults.add({ operation: 'PutObject', key: /b\.jpg$/, then: refusing(row) });
        const result = await style.toS3();
        assert.deepEqual([result.uploaded, result.stopped_by], [5, undefined]);
        assert.deepEqual(
          result.failed_files.map(({ file, code }) => [file, code]),
          [['b.jpg', row[3]]],
        );
        assert.match(result.failed_files[0]?.message ?? '', /b\.jpg/);
        assert.match(result.failed_files[0]?.message ?? '', row[4]);
      });
    }

    for (const row of OF_ONE_DOWNLOAD) {
      it(`from S3: ${nameOf(row)}`, async () => {
        style.writeRemote(FILES);
        style.server.faults.add({ operation: 'GetObject', key: /b\.jpg$/, then: refusing(row) });
        const result = await style.fromS3();
        assert.deepEqual([result.downloaded, result.stopped_by], [5, undefined]);
        assert.deepEqual(
          result.failed_files.map(({ file, code }) => [file, code]),
          [['b.jpg', row[3]]],
        );
        assert.match(result.failed_files[0]?.message ?? '', row[4]);
      });
    }

    it('to S3: an archived object that is to be replaced', async () => {
      style.writeLocal(FILES);
      await style.toS3();
      style.writeLocal({ 'a.jpg': 'a2', 'b.jpg': 'b2', 'c.jpg': 'c2' });
      const archived = fault.error(
        403,
        'ObjectNotInActiveTierError',
        'The source object is not in the active tier',
      );
      style.server.faults.add({ operation: 'CopyObject', key: /b\.jpg$/, then: archived });
      const result = await style.toS3({ force: true });
      assert.deepEqual([result.uploaded, result.failed_files.map(({ code }) => code)], [2, ['archived']]);
      assert.equal(style.remote['b.jpg'], 'b');
    });

    for (const code of ['OperationAborted', 'ConcurrentModification', 'ConditionalRequestConflict']) {
      it(`to S3: 409 ${code} is a lost race, and a conflict`, async () => {
        style.writeLocal(FILES);
        const lost = fault.error(409, code, 'A conflicting operation is in progress');
        style.server.faults.add({ operation: 'PutObject', key: /b\.jpg$/, then: lost });
        const result = await style.toS3();
        assert.deepEqual([result.uploaded, result.failed, result.conflict_files], [5, 0, ['b.jpg']]);
      });
    }

    for (const [status, code, message, taken] of [
      [403, 'AccessDenied', 'Access Denied because object protected by object lock.', 'object-locked'],
      [403, 'AccessDenied', 'Access Denied', 'access-denied'],
      [400, 'KMS.DisabledException', 'is disabled', 'key-service'],
    ] as const) {
      it(`deleted in S3: ${code} ${message}`, async () => {
        style.writeLocal({ ...FILES, 'z.jpg': 'z' });
        await style.toS3();
        style.deleteLocal('a.jpg', 'b.jpg', 'c.jpg');
        const refusal = fault.error(status, code, message);
        style.server.faults.add({ operation: 'DeleteObject', key: /b\.jpg$/, then: refusal });
        const result = await style.toS3({ syncDeletes: true });
        assert.deepEqual([result.deleted_files, result.stopped_by], [['a.jpg', 'c.jpg'], undefined]);
        assert.deepEqual(
          result.failed_files.map(({ file, code: failed }) => [file, failed]),
          [['b.jpg', taken]],
        );
      });
    }

    it('at an undo: one object is locked, and the others are restored', async () => {
      style.writeLocal(FILES);
      await style.toS3();
      style.writeLocal({ 'a.jpg': 'a2', 'b.jpg': 'b2', 'c.jpg': 'c2' });
      await style.toS3({ force: true });
      const locked = fault.error(403, 'AccessDenied', 'object is under legal hold');
      const operation = ['PutObject', 'CopyObject'] as const;
      style.server.faults.add({ operation, key: /styles\/16\/b\.jpg$/, then: locked });
      const { restored_files, failed_files } = await style.undo();
      assert.deepEqual([...restored_files].sort(), ['a.jpg', 'c.jpg']);
      assert.deepEqual(
        failed_files.map(({ file, code }) => [file, code]),
        [['b.jpg', 'object-locked']],
      );
    });
  });

  describe('for all files ends the run at once, with one message', () => {
    for (const row of OF_ALL_UPLOADS) {
      it(`to S3: ${nameOf(row)}`, async () => {
        style.writeLocal(FILES);
        style.server.faults.add({ operation: 'PutObject', then: refusing(row) });
        const [code, message] = await endOf(style.toS3(oneByOne));
        assert.equal(code, row[3]);
        assert.match(message, row[4]);
        assert.doesNotMatch(message, /report it/);
        const keys = style.server.requests.all.flatMap(({ operation, key }) =>
          operation === 'PutObject' ? [key] : [],
        );
        // Four small files share the one slot. Where another server had this port before, in this process, what it can
        // do is taken for known, and the first file is not sent alone.
        assert.ok(new Set(keys).size <= 4, keys.join());
        const triesOfOne = row[3] === 'clock-skew' ? 3 : 2;
        for (const key of keys)
          assert.ok(keys.filter((other) => other === key).length <= triesOfOne, keys.join());
      });
    }

    for (const row of OF_ALL_DOWNLOADS) {
      it(`from S3: ${nameOf(row)}`, async () => {
        style.writeRemote(FILES);
        style.server.faults.add({ operation: 'GetObject', then: refusing(row) });
        const [code, message] = await endOf(style.fromS3(oneByOne));
        assert.equal(code, row[3]);
        assert.match(message, row[4]);
        // Four small files share the one slot, and the first refusal ends the run while they are under way.
        const tries = style.server.requests.count('GetObject');
        assert.ok(tries <= 4, `${String(tries)} tries`);
      });
    }
  });

  describe('that says “denied”', () => {
    const MANY = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`${String(100 + i)}.jpg`, String(i)]),
    );
    const denied = fault.error(403, 'AccessDenied', 'Access Denied');
    const codesOf = ({ failed_files }: SyncResult): ErrorCode[] => failed_files.map(({ code }) => code);

    for (const concurrency of [1, 8]) {
      it(`for one file fails that file, and names it, ${String(concurrency)} at once`, async () => {
        style.writeRemote(MANY);
        style.server.policies.deny({ action: 's3:GetObject', key: 'styles/16/100.jpg' });
        const down = await style.fromS3({ concurrency });
        assert.deepEqual(
          [down.downloaded, codesOf(down), down.stopped_by],
          [59, ['access-denied'], undefined],
        );
        assert.match(down.failed_files[0]?.message ?? '', /s3:GetObject on “100\.jpg”/);
        style.server.policies.clear();
        style.writeLocal({ '100.jpg': 'here', '200.jpg': 'new', '201.jpg': 'new' });
        style.server.policies.deny({ action: 's3:PutObject', key: 'styles/16/200.jpg' });
        const up = await style.toS3({ concurrency });
        assert.deepEqual([up.uploaded, codesOf(up), up.stopped_by], [2, ['access-denied'], undefined]);
      });
    }

    it('for a third of the downloads in a row concerns only them, because earlier ones were granted', async () => {
      style.writeRemote(MANY);
      style.server.policies.deny({ action: 's3:GetObject', key: /1[2-3]\d\.jpg$/ });
      const result = await style.fromS3({ concurrency: 1 });
      assert.deepEqual([result.downloaded, result.failed, result.stopped_by], [40, 20, undefined]);
    });

    for (const concurrency of [1, 8]) {
      it(`for all ends the run soon, with one message, ${String(concurrency)} at once`, async () => {
        style.writeLocal(MANY);
        style.server.faults.add({ operation: 'PutObject', then: denied });
        await assert.rejects(style.toS3({ concurrency }), (error) => {
          assert.ok(error instanceof SyncError);
          const message = describeError(error.code, error.data, plainText);
          assert.match(message, /^S3 denied s3:PutObject on “training-data”\. Ask for this right/);
          return true;
        });
        const most = 4 + 4 * concurrency;
        assert.ok(style.server.requests.count('PutObject') <= most);
        style.server.faults.clear();
        style.writeRemote(MANY);
        style.deleteLocal(...Object.keys(MANY));
        style.server.requests.clear();
        style.server.policies.deny({ action: 's3:GetObject' });
        await assert.rejects(style.fromS3({ concurrency }), { code: 'access-denied' });
        assert.ok(style.server.requests.count('GetObject') <= most);
      });
    }

    it('for the only file names that file', async () => {
      style.writeLocal({ 'a.jpg': 'a' });
      style.server.policies.deny({ action: 's3:PutObject' });
      const [code, message] = await endOf(style.toS3());
      assert.equal(code, 'access-denied');
      assert.match(message, /s3:PutObject on “a\.jpg” in the bucket “training-data”/);
    });

    it('by the key service for all files ends the run as well', async () => {
      style.writeLocal(MANY);
      const words = 'not authorized to perform: kms:GenerateDataKey';
      style.server.faults.add({ operation: 'PutObject', then: fault.error(403, 'AccessDenied', words) });
      const [code, message] = await endOf(style.toS3(oneByOne));
      assert.equal(code, 'key-service');
      assert.match(message, /“training-data”.*kms:GenerateDataKey/);
      assert.ok(style.server.requests.count('PutObject') <= 5);
    });

    it('for all compared files ends the run before anything is changed', async () => {
      style.writeLocal(MANY);
      style.writeRemote(Object.fromEntries(Object.keys(MANY).map((name) => [name, 'xx'])));
      style.server.policies.deny({ action: 's3:GetObject' });
      await assert.rejects(style.toS3({ dryRun: true }), { code: 'access-denied' });
    });
  });
});
