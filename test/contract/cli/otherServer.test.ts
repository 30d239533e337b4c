import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CommandLine } from '../../support/commandLine.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

/** Keys go only to the endpoint of the current options, environment and profile (docs/sync-contract.md §8). */
describe('command line: keys of one server', () => {
  /** The server of the sync. */
  let server: S3Server;
  let other: S3Server;
  let style: SyncedStyle;
  let folder: string;
  beforeEach(async () => {
    server = await startS3Server({ buckets: [BUCKET] });
    other = await startS3Server({ buckets: [BUCKET] });
    style = new SyncedStyle(server);
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'aws-'));
    style.writeLocal({ 'a.jpg': 'image', 'a.txt': 'caption' });
  });
  afterEach(async () => {
    style.remove();
    fs.rmSync(folder, { recursive: true });
    await server.close();
    await other.close();
  });

  const keys = (): Record<string, string> => ({
    AWS_ACCESS_KEY_ID: server.credentials.accessKeyId,
    AWS_SECRET_ACCESS_KEY: server.credentials.secretAccessKey,
  });
  /** AWS itself can be reached only through a proxy that does not exist. */
  const nowhere = { HTTPS_PROXY: 'http://127.0.0.1:1', HTTP_PROXY: '', NO_PROXY: '127.0.0.1' };
  const withVariables = (variables: NodeJS.ProcessEnv): CommandLine =>
    new CommandLine(undefined, undefined, { ...nowhere, ...variables });
  /** Writes a file in place of `~/.aws/config`, and returns the variable that names it. */
  const config = (...lines: readonly string[]): NodeJS.ProcessEnv => {
    const file = path.join(folder, 'config');
    fs.writeFileSync(file, lines.join('\n'));
    return { AWS_CONFIG_FILE: file };
  };
  const profile = (name: string, ...lines: readonly string[]): string =>
    [
      name === 'default' ? '[default]' : `[profile ${name}]`,
      `aws_access_key_id = ${server.credentials.accessKeyId}`,
      `aws_secret_access_key = ${server.credentials.secretAccessKey}`,
      ...lines,
    ].join('\n');

  const sync = async (cli: CommandLine, ...options: readonly string[]): Promise<void> => {
    const { status, stderr } = await cli.run('to-s3', style.folder, '--bucket', BUCKET, ...options);
    assert.equal(status, 0, stderr);
    server.requests.clear();
  };
  const refuses = async (cli: CommandLine, ...options: readonly string[]): Promise<void> => {
    const { status, stderr } = await cli.run('undo', style.folder, ...options);
    assert.deepEqual([server.requests.counts(), other.requests.counts()], [{}, {}]);
    assert.equal(status, 2, stderr);
    assert.match(
      stderr,
      /^That sync was with .* Nothing was sent\. Name the endpoint of the sync \(--endpoint\)/m,
    );
    assert.ok(stderr.includes(server.endpoint), stderr);
    assert.deepEqual(style.remote, { 'a.jpg': 'image', 'a.txt': 'caption' });
  };
  const undoes = async (cli: CommandLine, ...options: readonly string[]): Promise<void> => {
    const { status, stderr } = await cli.run('undo', style.folder, ...options);
    assert.equal(status, 0, stderr);
    assert.deepEqual(style.remote, {});
  };

  it('are not sent by an undo without --endpoint to the server of the sync, nor to another one', async () => {
    await sync(withVariables(keys()), '--endpoint', server.endpoint);
    await refuses(withVariables(keys()));
    await refuses(withVariables(keys()), '--trust-history');
    await refuses(withVariables({ ...keys(), AWS_ENDPOINT_URL: other.endpoint }));
    await refuses(withVariables(keys()), '--endpoint', other.endpoint);
    await undoes(withVariables(keys()), '--endpoint', `${server.endpoint}/`);
  });

  it('are not sent by an undo to the server of another profile', async () => {
    const variables = config(
      profile('default'),
      profile('box', `endpoint_url = ${server.endpoint}`),
      profile('shop', `endpoint_url = ${other.endpoint}`),
    );
    await sync(withVariables(variables), '--profile', 'box');
    await refuses(withVariables(variables));
    await refuses(withVariables(variables), '--profile', 'shop');
    await refuses(withVariables({ ...variables, ...keys() }));
    await undoes(withVariables(variables), '--profile', 'box');
  });

  it('are not sent to the server of the default profile, nor to an ignored one', async () => {
    const there = `endpoint_url = ${other.endpoint}`;
    const variables = config(profile('default', there), profile('aws'));
    const ignored = { ...keys(), AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' };
    for (const [given, options] of [
      [variables, ['--profile', 'aws']],
      [{ ...variables, AWS_PROFILE: 'aws' }, []],
      [{ ...ignored, AWS_ENDPOINT_URL: other.endpoint }, []],
      [{ ...ignored, AWS_ENDPOINT_URL_S3: other.endpoint }, []],
    ] as const) {
      const run = ['to-s3', style.folder, '--bucket', BUCKET, ...options];
      const { status } = await withVariables(given).run(...run);
      assert.equal(status, 2);
      assert.deepEqual(other.requests.counts(), {});
    }
  });
});
