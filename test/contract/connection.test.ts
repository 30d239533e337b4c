import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openObjectStore } from '../../src/s3/openObjectStore.js';
import type { Connection } from '../../src/sync/connection.js';
import { SyncError } from '../../src/sync/errors.js';
import { startS3Server, type S3Server } from '../support/s3-server/s3Server.js';
import { listAll } from './contents.js';

/** Everything that the AWS chain reads of the environment. */
const VARIABLES = [
  'AWS_ACCESS_KEY_ID',
  'AWS_SECRET_ACCESS_KEY',
  'AWS_SESSION_TOKEN',
  'AWS_PROFILE',
  'AWS_REGION',
  'AWS_DEFAULT_REGION',
  'AWS_ENDPOINT_URL',
  'AWS_ENDPOINT_URL_S3',
  'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
  'AWS_EC2_METADATA_DISABLED',
] as const;

describe('Connection', () => {
  let server: S3Server;
  let folder: string;
  let former: Readonly<Record<string, string | undefined>>;

  before(async () => {
    server = await startS3Server({ buckets: ['training'] });
  });

  after(() => server.close());

  beforeEach(() => {
    former = Object.fromEntries(VARIABLES.map((name) => [name, process.env[name]]));
    for (const name of VARIABLES) Reflect.deleteProperty(process.env, name);
    folder = mkdtempSync(path.join(tmpdir(), 'aws-'));
    process.env['AWS_CONFIG_FILE'] = path.join(folder, 'config');
    process.env['AWS_SHARED_CREDENTIALS_FILE'] = path.join(folder, 'credentials');
    // There is no such service here, and asking for it takes its second.
    process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
    writeConfig('');
    writeCredentials('');
  });

  afterEach(() => {
    for (const name of VARIABLES) Reflect.deleteProperty(process.env, name);
    for (const [name, value] of Object.entries(former)) if (value !== undefined) process.env[name] = value;
    rmSync(folder, { recursive: true });
  });

  const writeConfig = (text: string): void => writeFileSync(path.join(folder, 'config'), text);
  const writeCredentials = (text: string): void => writeFileSync(path.join(folder, 'credentials'), text);
  const keysOf = ({ accessKeyId, secretAccessKey } = server.credentials): string =>
    `aws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;

  const open = (connection: Partial<Connection> = {}) =>
    openObjectStore({
      bucket: 'training',
      concurrency: 4,
      connection: { forcePathStyle: 'auto', ...connection },
    });

  /** The code that a first listing fails with, `undefined` where it succeeds. */
  async function codeOf(connection: Partial<Connection> = {}): Promise<string | undefined> {
    const { store } = await open(connection);
    try {
      await listAll(store, '');
      return undefined;
    } catch (error) {
      assert.ok(error instanceof SyncError, String(error));
      return error.code;
    } finally {
      store.close();
    }
  }

  it('goes to AWS where nothing names an endpoint, beginning with us-east-1', async () => {
    const { store, endpoint, region } = await open();
    assert.deepEqual({ endpoint, region }, { endpoint: '', region: 'us-east-1' });
    store.close();
  });

  it('takes the keys, endpoint and region of the environment', async () => {
    process.env['AWS_ACCESS_KEY_ID'] = server.credentials.accessKeyId;
    process.env['AWS_SECRET_ACCESS_KEY'] = server.credentials.secretAccessKey;
    process.env['AWS_ENDPOINT_URL'] = `${server.endpoint}/`;
    process.env['AWS_DEFAULT_REGION'] = 'eu-west-3';
    const { store, endpoint, region } = await open();
    assert.deepEqual({ endpoint, region }, { endpoint: server.endpoint, region: 'eu-west-3' });
    store.close();
    assert.equal(await codeOf(), undefined);
  });

  it('takes the keys, endpoint and region of the chosen profile, not those of the default one', async () => {
    writeConfig(
      `[default]\nendpoint_url = http://127.0.0.1:1\nregion = us-west-1\n\n` +
        `[profile gpu]\nendpoint_url = ${server.endpoint}\nregion = eu-north-1\n`,
    );
    writeCredentials(`[gpu]\n${keysOf()}`);
    // Keys in the environment would win in the plain chain.
    process.env['AWS_ACCESS_KEY_ID'] = 'OTHERKEY';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'other';
    const { store, endpoint, region } = await open({ profile: 'gpu' });
    assert.deepEqual({ endpoint, region }, { endpoint: server.endpoint, region: 'eu-north-1' });
    store.close();
    assert.equal(await codeOf({ profile: 'gpu' }), undefined);
  });

  it("takes the endpoint of a profile's services section", async () => {
    writeConfig(
      `[default]\nservices = here\nendpoint_url = http://127.0.0.1:1\n\n` +
        `[services here]\ns3 =\n  endpoint_url = ${server.endpoint}\n`,
    );
    writeCredentials(`[default]\n${keysOf()}`);
    assert.equal(await codeOf(), undefined);
  });

  it('leaves configured endpoints alone where the user says so', async () => {
    process.env['AWS_ENDPOINT_URL_S3'] = server.endpoint;
    process.env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] = 'true';
    const { store, endpoint } = await open();
    assert.equal(endpoint, '');
    store.close();
  });

  it('prefers what it is given', async () => {
    process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:1';
    process.env['AWS_ACCESS_KEY_ID'] = 'OTHERKEY';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'other';
    const given = { endpoint: server.endpoint, credentials: server.credentials };
    assert.equal(await codeOf(given), undefined);
  });

  it('reads keys anew that were put right since', async () => {
    writeCredentials('[gpu]\naws_access_key_id = OLD\naws_secret_access_key = old\n');
    const connection = { profile: 'gpu', endpoint: server.endpoint };
    assert.equal(await codeOf(connection), 'wrong-credentials');
    writeCredentials(`[gpu]\n${keysOf()}`);
    assert.equal(await codeOf(connection), undefined);
  });

  it('says that there are no keys', async () => {
    assert.equal(await codeOf({ endpoint: server.endpoint }), 'no-credentials');
    assert.equal(await codeOf({ endpoint: server.endpoint, profile: 'nobody' }), 'no-credentials');
  });

  for (const endpoint of ['localhost:9000', 'not a url', 'ftp://host']) {
    it(`refuses ${endpoint} as an endpoint`, async () => {
      await assert.rejects(open({ endpoint }), (error) => {
        assert.ok(error instanceof SyncError);
        assert.equal(error.code, 'bad-argument');
        return true;
      });
    });
  }

  it('leaves the environment as it is', async () => {
    const environment = { ...process.env };
    await codeOf({ endpoint: server.endpoint, profile: 'nobody' });
    assert.deepEqual({ ...process.env }, environment);
  });
});
