import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { DownloadResult, UploadResult } from '../../../src/operations/protocol/results.js';
import { CommandLine } from '../../support/commandLine.js';
import { makeCertificate } from '../../support/proxies/certificate.js';
import type { Proxy } from '../../support/proxies/proxy.js';
import { startTlsProxy } from '../../support/proxies/proxies.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

const PAIRS = 40;
/** More than one TLS record, and more than one read returns. */
const IMAGE_BYTES = 300 * 1024;

describe('the command line over https', function () {
  this.timeout(60_000);
  let style: SyncedStyle;
  let proxy: Proxy;
  let certificate: string;
  const own = fs.mkdtempSync(path.join(os.tmpdir(), 'https-'));

  before(async () => {
    style = await SyncedStyle.start();
    const made = await makeCertificate(own);
    certificate = made.file;
    proxy = await startTlsProxy(Number(new URL(style.server.endpoint).port), made);
    for (let i = 0; i < PAIRS; i++) {
      const name = `image ${String(i)} 猫`;
      style.writeLocal({ [`${name}.jpg`]: Buffer.alloc(IMAGE_BYTES, name), [`${name}.txt`]: `a ${name}` });
    }
  });
  after(async () => {
    await proxy.close();
    await style.close();
    fs.rmSync(own, { recursive: true });
  });

  const trusting = (file: string | undefined, host = '127.0.0.1'): CommandLine =>
    new CommandLine({
      endpoint: `https://${host}:${String(proxy.port)}`,
      credentials: style.server.credentials,
      ...(file !== undefined && { certificate: file }),
    });

  it('uploads and downloads a style', async () => {
    const cli = trusting(certificate);
    const up = await cli.json<UploadResult>('to-s3', style.folder, '--bucket', BUCKET);
    assert.deepEqual([up.status, up.uploaded], [0, 2 * PAIRS]);
    const there = path.join(own, path.basename(style.folder));
    const down = await cli.json<DownloadResult>('from-s3', there, '--bucket', BUCKET);
    assert.deepEqual([down.status, down.downloaded], [0, 2 * PAIRS]);
    for (const name of Object.keys(style.local)) {
      assert.ok(fs.readFileSync(path.join(there, name)).equals(fs.readFileSync(style.pathOf(name))), name);
    }
  });

  for (const [name, scheme, right] of [
    ['http to a server that speaks https', 'http', 'https'],
    ['https to a server that speaks http', 'https', 'http'],
  ] as const) {
    it(`says what to write if the endpoint says ${name}`, async () => {
      const port = scheme === 'http' ? String(proxy.port) : new URL(style.server.endpoint).port;
      const endpoint = `${scheme}://127.0.0.1:${port}`;
      const cli = new CommandLine({ endpoint, credentials: style.server.credentials });
      const { status, stderr } = await cli.run('to-s3', style.folder, '--bucket', BUCKET);
      assert.equal(status, 2);
      assert.ok(
        stderr.includes(`${endpoint} (from AWS_ENDPOINT_URL) cannot be reached: it breaks off`),
        stderr,
      );
      assert.ok(stderr.includes(`Try ${right}://127.0.0.1:${port} as`), stderr);
    });
  }

  it('says that a certificate is not trusted, and sends nothing', async () => {
    const before = style.server.requests.all.length;
    const { status, stderr } = await trusting(undefined).run('to-s3', style.folder, '--bucket', BUCKET);
    assert.equal(status, 2);
    assert.match(
      stderr,
      /certificate of https:\/\/127\.0\.0\.1:\d+ \(from AWS_ENDPOINT_URL\) is not trusted \(.*self-signed/,
    );
    assert.equal(style.server.requests.all.length, before);
  });

  it('says that a certificate belongs to another server, and sends nothing', async () => {
    const before = style.server.requests.all.length;
    const cli = trusting(certificate, 'localhost');
    const { status, stderr } = await cli.run('to-s3', style.folder, '--bucket', BUCKET);
    assert.equal(status, 2);
    assert.match(
      stderr,
      /certificate of https:\/\/localhost:\d+ \(from AWS_ENDPOINT_URL\) is that of another server \(/,
    );
    assert.equal(style.server.requests.all.length, before);
  });
});
