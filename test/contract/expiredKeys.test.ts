import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openObjectStore } from '../../src/s3/openObjectStore.js';
import { fault } from '../support/s3-server/faults.js';
import { startS3Server, type S3Server } from '../support/s3-server/s3Server.js';
import { overBothPaths } from './bothPaths.js';
import { eachAtOnce, listAll, uploadInfo } from './contents.js';

const BUCKET = 'training';
const FORMER = { accessKeyId: 'FORMERKEY', secretAccessKey: 'former' };

overBothPaths('Keys that expire in the middle of a run', function () {
  this.timeout(30_000);
  const variable = 'AWS_SHARED_CREDENTIALS_FILE';
  const original = process.env[variable];
  const { signal } = new AbortController();
  let folder: string;
  let server: S3Server;

  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'aws-'));
    process.env[variable] = path.join(folder, 'credentials');
    server = await startS3Server({ buckets: [BUCKET], otherCredentials: [FORMER] });
    logInWith(FORMER);
  });

  afterEach(async () => {
    if (original === undefined) Reflect.deleteProperty(process.env, variable);
    else process.env[variable] = original;
    rmSync(folder, { recursive: true });
    await server.close();
  });

  const logInWith = ({ accessKeyId, secretAccessKey }: typeof FORMER): void =>
    writeFileSync(
      path.join(folder, 'credentials'),
      `[gpu-box]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`,
    );
  const open = () =>
    openObjectStore({
      bucket: BUCKET,
      concurrency: 16,
      connection: { endpoint: server.endpoint, forcePathStyle: 'auto', profile: 'gpu-box' },
    });

  it('are fetched again from their source, and nothing fails, if the user has logged in again', async () => {
    const { store } = await open();
    const { accessKeyId } = FORMER;
    server.faults.add(
      { accessKeyId, after: 20, times: 1, then: fault.call(() => logInWith(server.credentials)) },
      { accessKeyId, after: 20, then: fault.expiredToken },
    );
    const keys = Array.from({ length: 60 }, (_, i) => `${i}.png`);
    const bytes = Buffer.from('a cat');
    await eachAtOnce(keys, 16, (key) =>
      store.put({ key, content: bytes, info: uploadInfo(bytes) }, 'absent', signal),
    );
    assert.equal(server.bucket(BUCKET).keys.length, 60);
    const refused = server.requests.all.filter(({ status }) => status === 400);
    assert.ok(refused.length > 0 && refused.every((request) => request.accessKeyId === accessKeyId));
    store.close();
  });

  it('are named as the reason, with the profile, if the user has not logged in', async () => {
    const { store } = await open();
    server.faults.add({ then: fault.expiredToken });
    await assert.rejects(listAll(store, ''), (error: unknown) => {
      assert.ok(error instanceof Error && 'code' in error && 'data' in error);
      assert.equal(error.code, 'expired-credentials');
      assert.equal((error.data as { profile: string }).profile, 'gpu-box');
      return true;
    });
    assert.equal(server.requests.all.length, 2, 'one more try, with keys fetched anew');
    store.close();
  });
});
