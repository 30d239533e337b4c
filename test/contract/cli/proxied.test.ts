import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { DownloadResult, UploadResult } from '../../../src/operations/protocol/results.js';
import { CommandLine } from '../../support/commandLine.js';
import { makeCertificate } from '../../support/proxies/certificate.js';
import { startHttpProxy, type HttpProxyServer } from '../../support/proxies/httpProxy.js';
import { startTlsProxy } from '../../support/proxies/proxies.js';
import type { Proxy } from '../../support/proxies/proxy.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';
import { overBothPaths } from '../bothPaths.js';

/** A host name that only the proxies of these tests can resolve. */
const HOST = 's3.example.test';
const PAIRS = 10;
const PASSWORD = 'hunter2';

overBothPaths('the command line behind a proxy', function () {
  this.timeout(60_000);
  const own = fs.mkdtempSync(path.join(os.tmpdir(), 'proxied-'));
  const proxies: HttpProxyServer[] = [];
  let style: SyncedStyle;
  let secure: Proxy;
  let certificate: string;
  let endpoints: Readonly<Record<'http' | 'https', string>>;

  before(async () => {
    style = await SyncedStyle.start();
    const made = await makeCertificate(own, HOST);
    certificate = made.file;
    const { port } = new URL(style.server.endpoint);
    secure = await startTlsProxy(Number(port), made);
    endpoints = { http: `http://${HOST}:${port}`, https: `https://${HOST}:${String(secure.port)}` };
    for (let i = 0; i < PAIRS; i++) {
      style.writeLocal({
        [`${String(i)}.jpg`]: Buffer.alloc(300_000, `image ${String(i)}`),
        [`${String(i)}.txt`]: 'a',
      });
    }
  });
  after(async () => {
    await secure.close();
    await style.close();
    fs.rmSync(own, { recursive: true });
  });
  afterEach(async () => {
    for (const proxy of proxies.splice(0)) await proxy.close();
  });

  async function begin(kind: 'http' | 'https', credentials?: string): Promise<HttpProxyServer> {
    const port = kind === 'http' ? Number(new URL(style.server.endpoint).port) : secure.port;
    const proxy = await startHttpProxy({ names: { [HOST]: port }, ...(credentials && { credentials }) });
    proxies.push(proxy);
    return proxy;
  }

  const cliFor = (endpoint: string, variables: Readonly<Record<string, string>>): CommandLine =>
    new CommandLine({ endpoint, credentials: style.server.credentials, variables });
  const there = path.join(own, 'there', 'styles', '16');
  const trusted = (): Record<string, string> => ({ AWS_CA_BUNDLE: certificate });

  for (const [kind, name] of [
    ['http', 'HTTP_PROXY'],
    ['http', 'http_proxy'],
    ['https', 'HTTPS_PROXY'],
    ['https', 'https_proxy'],
  ] as const) {
    it(`uploads and downloads a style over ${kind} through the proxy of ${name}`, async () => {
      const proxy = await begin(kind, `me:${PASSWORD}`);
      const cli = cliFor(endpoints[kind], {
        ...trusted(),
        [name]: `http://me:${PASSWORD}@127.0.0.1:${String(proxy.port)}`,
      });
      const up = await cli.json<UploadResult>('to-s3', style.folder, '--bucket', BUCKET);
      assert.deepEqual([up.status, up.uploaded + up.skipped], [0, 2 * PAIRS]);
      fs.rmSync(there, { recursive: true, force: true });
      const down = await cli.json<DownloadResult>('from-s3', there, '--bucket', BUCKET);
      assert.deepEqual([down.status, down.downloaded], [0, 2 * PAIRS]);
      for (const file of Object.keys(style.local)) {
        assert.ok(fs.readFileSync(path.join(there, file)).equals(fs.readFileSync(style.pathOf(file))), file);
      }
      const asked = kind === 'http' ? `GET ${endpoints.http}/` : `CONNECT ${new URL(endpoints.https).host}`;
      assert.ok(
        proxy.asked.some((line) => line.startsWith(asked)),
        proxy.asked[0],
      );
    });
  }

  it('does not use a proxy for this machine', async () => {
    const proxy = await begin('http');
    const variables = { HTTP_PROXY: `http://127.0.0.1:${String(proxy.port)}` };
    const run = await cliFor(style.server.endpoint, variables).run('to-s3', style.folder, '--bucket', BUCKET);
    assert.equal(run.status, 0, run.stderr);
    assert.deepEqual(proxy.asked, []);
  });

  for (const [name, port, said] of [
    ['that does not exist', 9, 'ECONNREFUSED'],
    ['that refuses everybody', undefined, '407'],
  ] as const) {
    for (const kind of ['http', 'https'] as const) {
      it(`names a proxy ${name}, and not its password (${kind})`, async () => {
        const proxy = await begin(kind, 'somebody:else');
        const address = `127.0.0.1:${String(port ?? proxy.port)}`;
        const variable = kind === 'http' ? 'HTTP_PROXY' : 'HTTPS_PROXY';
        const cli = cliFor(endpoints[kind], { ...trusted(), [variable]: `http://me:${PASSWORD}@${address}` });
        const { status, stderr } = await cli.run('to-s3', style.folder, '--bucket', BUCKET);
        assert.equal(status, 2);
        const sentence = `${endpoints[kind]} (from AWS_ENDPOINT_URL) cannot be reached through the proxy http://${address}, which ${variable} names`;
        assert.ok(stderr.includes(sentence) && stderr.includes(said), stderr);
        assert.doesNotMatch(stderr, new RegExp(PASSWORD));
      });
    }
  }

  it('says that a variable does not name an HTTP proxy', async () => {
    const cli = cliFor(endpoints.https, { HTTPS_PROXY: `socks5://me:${PASSWORD}@127.0.0.1:9` });
    const { status, stderr } = await cli.run('to-s3', style.folder, '--bucket', BUCKET);
    assert.equal(status, 2);
    assert.match(stderr, /HTTPS_PROXY/);
    assert.doesNotMatch(stderr, new RegExp(PASSWORD));
  });
});
