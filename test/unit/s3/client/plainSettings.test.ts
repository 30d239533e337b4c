import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isUnusuallyConfigured } from '../../../../src/s3/client/awsConfig.js';
import { credentialsProvider, plainKeysOf } from '../../../../src/s3/client/credentials.js';
import type { Connection } from '../../../../src/core/connection.js';

const KEYS = { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 's' };
const SETTINGS = [
  'AWS_USE_FIPS_ENDPOINT',
  'AWS_USE_DUALSTACK_ENDPOINT',
  'AWS_AUTH_SCHEME_PREFERENCE',
] as const;

describe('The settings that are known without the SDK', () => {
  let former: NodeJS.ProcessEnv;
  let folder: string;

  beforeEach(() => {
    former = { ...process.env };
    for (const name of Object.keys(process.env)) {
      if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
    }
    folder = mkdtempSync(path.join(tmpdir(), 'aws-'));
    process.env['AWS_CONFIG_FILE'] = path.join(folder, 'config');
    process.env['AWS_SHARED_CREDENTIALS_FILE'] = path.join(folder, 'credentials');
    process.env['AWS_EC2_METADATA_DISABLED'] = 'true';
    writeFileSync(
      path.join(folder, 'credentials'),
      '[other]\naws_access_key_id = B\naws_secret_access_key = t\n',
    );
  });

  afterEach(() => {
    for (const name of Object.keys(process.env)) {
      if (name.startsWith('AWS_')) Reflect.deleteProperty(process.env, name);
    }
    Object.assign(process.env, former);
    rmSync(folder, { recursive: true });
  });

  describe('include keys, the same that the chain finds', () => {
    const plain: readonly (readonly [string, Record<string, string>, Partial<Connection>])[] = [
      ['of the connection', KEYS, { credentials: { accessKeyId: 'C', secretAccessKey: 'u' } }],
      ['of the environment', KEYS, {}],
      ['of the environment, with a token', { ...KEYS, AWS_SESSION_TOKEN: 'lent' }, { profile: '' }],
    ];
    for (const [name, variables, connection] of plain) {
      it(name, async () => {
        Object.assign(process.env, variables);
        const asked: Connection = { forcePathStyle: 'auto', ...connection };
        const { accessKeyId, secretAccessKey, sessionToken } = await credentialsProvider(asked)();
        const keys = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
        assert.deepEqual(plainKeysOf(asked), keys);
      });
    }

    const others: readonly (readonly [string, Record<string, string>, Partial<Connection>])[] = [
      ['if there are none', {}, {}],
      ['if half of them is missing', { AWS_ACCESS_KEY_ID: 'A' }, {}],
      ['if a profile is chosen', KEYS, { profile: 'other' }],
      ['if the environment chooses a profile', { ...KEYS, AWS_PROFILE: 'other' }, {}],
      ['if they expire', { ...KEYS, AWS_CREDENTIAL_EXPIRATION: '2100-01-01T00:00:00Z' }, {}],
    ];
    for (const [name, variables, connection] of others) {
      it(`but not ${name}`, () => {
        Object.assign(process.env, variables);
        assert.equal(plainKeysOf({ forcePathStyle: 'auto', ...connection }), undefined);
      });
    }
  });

  describe('tell whether addresses and signatures are unusual', () => {
    it('which by default they are not', async () => {
      assert.equal(await isUnusuallyConfigured(), false);
    });

    for (const name of SETTINGS) {
      it(`which with ${name} they are`, async () => {
        process.env[name] = 'true';
        assert.equal(await isUnusuallyConfigured(), true);
      });

      it(`which with the same settings in the profile they are`, async () => {
        const setting = name.replace('AWS_', '').toLowerCase();
        writeFileSync(path.join(folder, 'config'), `[default]\n${setting} = true\n`);
        assert.equal(await isUnusuallyConfigured(), true);
      });
    }
  });
});
