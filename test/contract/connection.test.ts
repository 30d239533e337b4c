import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openObjectStore } from '../../src/s3/openObjectStore.js';
import type { Connection } from '../../src/core/connection.js';
import { describeError } from '../../src/operations/texts/errorTexts.js';
import { plainText } from '../../src/operations/texts/translate.js';
import { SyncError } from '../../src/core/errors.js';
import { startS3Server, type S3Server } from '../support/s3-server/s3Server.js';
import { listAll } from './contents.js';

/** The environment variables that the AWS chain reads. */
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
  'AWS_ROLE_ARN',
  'AWS_WEB_IDENTITY_TOKEN_FILE',
  'AWS_ENDPOINT_URL_STS',
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
    // This machine has no metadata service, and a request for it takes a second.
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

  /** The error of a first listing; `undefined` if it succeeds. */
  async function failureOf(connection: Partial<Connection> = {}): Promise<SyncError | undefined> {
    try {
      const { store } = await open(connection);
      try {
        await listAll(store, '');
        return undefined;
      } finally {
        store.close();
      }
    } catch (error) {
      assert.ok(error instanceof SyncError, String(error));
      return error;
    }
  }

  const codeOf = async (connection: Partial<Connection> = {}): Promise<string | undefined> =>
    (await failureOf(connection))?.code;

  /** The code and the sentence of that error. */
  async function wordsOf(connection: Partial<Connection> = {}): Promise<readonly [string, string]> {
    const error = await failureOf(connection);
    assert.ok(error !== undefined);
    const sentence = describeError(error.code, error.data, plainText);
    assert.doesNotMatch(sentence, /report it/);
    assert.doesNotMatch(`${sentence} ${error.message} ${JSON.stringify(error.data)}`, /hunter2/);
    return [error.code, sentence];
  }

  const setKeys = ({ accessKeyId, secretAccessKey } = server.credentials): void => {
    process.env['AWS_ACCESS_KEY_ID'] = accessKeyId;
    process.env['AWS_SECRET_ACCESS_KEY'] = secretAccessKey;
  };

  it('uses AWS, starting with us-east-1, if nothing names an endpoint', async () => {
    const { store, endpoint, region } = await open();
    assert.deepEqual({ endpoint, region }, { endpoint: '', region: 'us-east-1' });
    store.close();
  });

  it('uses keys, endpoint and region of the environment', async () => {
    process.env['AWS_ACCESS_KEY_ID'] = server.credentials.accessKeyId;
    process.env['AWS_SECRET_ACCESS_KEY'] = server.credentials.secretAccessKey;
    process.env['AWS_ENDPOINT_URL'] = `${server.endpoint}/`;
    process.env['AWS_DEFAULT_REGION'] = 'eu-west-3';
    const { store, endpoint, region } = await open();
    assert.deepEqual({ endpoint, region }, { endpoint: server.endpoint, region: 'eu-west-3' });
    store.close();
    assert.equal(await codeOf(), undefined);
  });

  it('uses keys, endpoint and region of the selected profile, not of the default profile', async () => {
    writeConfig(
      `[default]\nendpoint_url = http://127.0.0.1:1\nregion = us-west-1\n\n` +
        `[profile gpu]\nendpoint_url = ${server.endpoint}\nregion = eu-north-1\n`,
    );
    writeCredentials(`[gpu]\n${keysOf()}`);
    // In the default chain, keys in the environment would win.
    process.env['AWS_ACCESS_KEY_ID'] = 'OTHERKEY';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'other';
    const { store, endpoint, region } = await open({ profile: 'gpu' });
    assert.deepEqual({ endpoint, region }, { endpoint: server.endpoint, region: 'eu-north-1' });
    store.close();
    assert.equal(await codeOf({ profile: 'gpu' }), undefined);
  });

  it("uses the endpoint of a profile's services section", async () => {
    writeConfig(
      `[default]\nservices = here\nendpoint_url = http://127.0.0.1:1\n\n` +
        `[services here]\ns3 =\n  endpoint_url = ${server.endpoint}\n`,
    );
    writeCredentials(`[default]\n${keysOf()}`);
    assert.equal(await codeOf(), undefined);
  });

  it('ignores configured endpoints if the user says so', async () => {
    process.env['AWS_ENDPOINT_URL_S3'] = server.endpoint;
    process.env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] = 'true';
    const { store, endpoint } = await open();
    assert.equal(endpoint, '');
    store.close();
  });

  it('prefers explicit values', async () => {
    process.env['AWS_ENDPOINT_URL'] = 'http://127.0.0.1:1';
    process.env['AWS_ACCESS_KEY_ID'] = 'OTHERKEY';
    process.env['AWS_SECRET_ACCESS_KEY'] = 'other';
    const given = { endpoint: server.endpoint, credentials: server.credentials };
    assert.equal(await codeOf(given), undefined);
  });

  it('reads keys again that were corrected in the meantime', async () => {
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

  describe('where the keys come from', () => {
    const to = {
      get endpoint() {
        return server.endpoint;
      },
    };

    it('names a missing profile', async () => {
      const [code, sentence] = await wordsOf({ ...to, profile: 'nobody' });
      assert.equal(code, 'no-credentials');
      assert.match(sentence, /no profile “nobody”/);
    });

    it('names a missing profile to which another one refers', async () => {
      writeConfig('[profile x]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\n');
      assert.match((await wordsOf({ ...to, profile: 'x' }))[1], /no profile “base”/);
    });

    it('names a missing AWS_PROFILE, even if keys are set', async () => {
      setKeys();
      process.env['AWS_PROFILE'] = 'left-over';
      const [code, sentence] = await wordsOf(to);
      assert.equal(code, 'no-credentials');
      assert.match(sentence, /AWS_PROFILE.*“left-over”/);
    });

    it('shows the output of a credential_process, without its command line', async () => {
      writeConfig(
        `[profile x]\ncredential_process = /bin/sh -c 'echo log in first, token=hunter2 >&2; exit 3' hunter2\n`,
      );
      const [code, sentence] = await wordsOf({ ...to, profile: 'x' });
      assert.equal(code, 'no-credentials');
      assert.match(sentence, /“x” failed \(“log in first, token=…”\)/);
    });

    it('reports a credential_process without keys', async () => {
      writeConfig(`[profile x]\ncredential_process = echo hunter2\n`);
      assert.match((await wordsOf({ ...to, profile: 'x' }))[1], /returned invalid JSON/);
    });

    it('names the missing file of a web identity', async () => {
      process.env['AWS_ROLE_ARN'] = 'arn:aws:iam::1:role/r';
      process.env['AWS_WEB_IDENTITY_TOKEN_FILE'] = '/nonexistent/token-file';
      const [code, sentence] = await wordsOf(to);
      assert.equal(code, 'no-credentials');
      assert.match(sentence, /\/nonexistent\/token-file/);
    });

    it('reports that a role was refused, which is no refusal of the bucket', async () => {
      const sts = createServer((_, response) => {
        response.writeHead(403, { 'content-type': 'text/xml' });
        response.end(
          '<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code>' +
            '<Message>not authorized to perform: sts:AssumeRole</Message></Error></ErrorResponse>',
        );
      });
      await new Promise<void>((resolve) => sts.listen(0, '127.0.0.1', resolve));
      try {
        process.env['AWS_ENDPOINT_URL_STS'] =
          `http://127.0.0.1:${String((sts.address() as AddressInfo).port)}`;
        writeConfig(
          '[profile x]\nrole_arn = arn:aws:iam::1:role/r\nsource_profile = base\nregion = us-east-1\n',
        );
        writeCredentials(`[base]\n${keysOf()}`);
        const [code, sentence] = await wordsOf({ ...to, profile: 'x' });
        assert.equal(code, 'no-credentials');
        assert.match(sentence, /role.*sts:AssumeRole/);
      } finally {
        sts.closeAllConnections();
        sts.close();
      }
    });

    it('strips line breaks and spaces around keys', async () => {
      const { accessKeyId, secretAccessKey } = server.credentials;
      const padded = { accessKeyId: ` ${accessKeyId}\r\n`, secretAccessKey: `${secretAccessKey}\n` };
      setKeys(padded);
      assert.equal(await codeOf(to), undefined);
      assert.equal(await codeOf({ ...to, credentials: padded }), undefined);
    });

    it('reports characters that no key has', async () => {
      const credentials = { ...server.credentials, accessKeyId: 'AKIA\nX' };
      assert.match((await wordsOf({ ...to, credentials }))[1], /has a character that no key has/);
    });

    it('detects swapped keys, and temporary keys without their token', async () => {
      const id = 'AKIAIOSFODNN7EXAMPLE';
      const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
      const swapped = { accessKeyId: secret, secretAccessKey: id };
      assert.match((await wordsOf({ ...to, credentials: swapped }))[1], /swapped/);
      const lent = { accessKeyId: id.replace('AKIA', 'ASIA'), secretAccessKey: secret };
      assert.match((await wordsOf({ ...to, credentials: lent }))[1], /session token/);
      assert.doesNotMatch(
        (await wordsOf({ ...to, credentials: { accessKeyId: id, secretAccessKey: secret } }))[1],
        /swapped|token/,
      );
    });
  });

  describe('to a wrong place', () => {
    it('names the correct endpoint if the given one contains the bucket', async () => {
      setKeys();
      const { host } = new URL(server.endpoint);
      process.env['AWS_ENDPOINT_URL'] = `${server.endpoint}/training`;
      const [code, sentence] = await wordsOf();
      assert.equal(code, 'wrong-endpoint');
      assert.ok(
        sentence.includes(`(from AWS_ENDPOINT_URL)`) && sentence.endsWith(`Leave it out: http://${host}`),
        sentence,
      );
    });

    it('names AWS_ENDPOINT_URL if that causes the failure', async () => {
      setKeys({ accessKeyId: 'OTHER', secretAccessKey: 'other' });
      process.env['AWS_ENDPOINT_URL'] = server.endpoint;
      assert.match((await wordsOf())[1], /\(from AWS_ENDPOINT_URL\) does not accept these keys/);
      process.env['AWS_ENDPOINT_URL_S3'] = 'http://127.0.0.1:1';
      assert.match((await wordsOf())[1], /\(from AWS_ENDPOINT_URL_S3\) cannot be reached/);
      process.env['AWS_ENDPOINT_URL_S3'] = 'me:hunter2@host';
      assert.match((await wordsOf())[1], /\(from AWS_ENDPOINT_URL_S3\)/);
    });

    it('refuses an endpoint with a user name from any source, and never shows it', async () => {
      setKeys();
      const withUser = server.endpoint.replace('://', '://me:hunter2@');
      assert.equal((await wordsOf({ endpoint: withUser }))[0], 'bad-argument');
      process.env['AWS_ENDPOINT_URL'] = withUser;
      assert.equal((await wordsOf())[0], 'bad-argument');
    });

    it('refuses an invalid region', async () => {
      setKeys();
      const [code, sentence] = await wordsOf({ endpoint: server.endpoint, region: '../evil' });
      assert.equal(code, 'bad-argument');
      assert.match(sentence, /“\.\.\/evil” is not a region name/);
      process.env['AWS_REGION'] = 'eu west';
      assert.equal(await codeOf({ endpoint: server.endpoint }), 'bad-argument');
    });

    it('does not use a region or a clock that a server invents', async () => {
      setKeys();
      for (const headers of [
        { 'x-amz-bucket-region': '../evil' },
        { date: 'Fri, 31 Dec 275760 00:00:00 GMT' },
        { date: 'Thu, 01 Jan 1970 00:00:00 GMT' },
      ]) {
        server.faults.add({
          times: 1,
          then: { kind: 'error', status: 400, code: 'InvalidRequest', headers },
        });
        assert.equal(await codeOf({ endpoint: server.endpoint }), 'server-error');
        assert.equal(await codeOf({ endpoint: server.endpoint }), undefined);
      }
    });
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

  it('does not change the environment', async () => {
    const environment = { ...process.env };
    await codeOf({ endpoint: server.endpoint, profile: 'nobody' });
    assert.deepEqual({ ...process.env }, environment);
  });
});
