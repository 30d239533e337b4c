import assert from 'node:assert/strict';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import * as fs from 'node:fs';
import { connect, createServer, type AddressInfo, type Server } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { TINYPROXY } from '../../../scripts/setup/requirements.js';
import type { UploadResult } from '../../../src/operations/protocol/results.js';
import { CommandLine } from '../../support/commandLine.js';
import { tieSockets } from '../../support/tiedSockets.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

/** An address of this machine other than loopback: requests to it may use a proxy, and still stay on this machine. */
const OWN_ADDRESS = Object.values(os.networkInterfaces())
  .flatMap((addresses) => addresses ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

const lack = !TINYPROXY.present()
  ? 'tinyproxy is not installed (Debian, Ubuntu: apt-get install tinyproxy-bin)'
  : OWN_ADDRESS === undefined
    ? 'this machine has no address but loopback'
    : undefined;

describe('the command line behind tinyproxy', function () {
  this.timeout(60_000);
  const own = fs.mkdtempSync(path.join(os.tmpdir(), 'tinyproxy-'));
  const log = path.join(own, 'log');
  let proxy: ChildProcess;
  let entrance: Server;
  let style: SyncedStyle;
  let proxyPort: number;

  before(async function () {
    if (lack !== undefined) {
      if (process.env['CI'] === 'true') throw new Error(lack);
      this.skip();
    }
    style = await SyncedStyle.start();
    entrance = await entranceTo(Number(new URL(style.server.endpoint).port));
    proxyPort = await freePort();
    const config = path.join(own, 'tinyproxy.conf');
    fs.writeFileSync(
      config,
      [
        `Port ${String(proxyPort)}`,
        'Listen 127.0.0.1',
        'Allow 127.0.0.1',
        `LogFile "${log}"`,
        'LogLevel Connect',
        '',
      ].join('\n'),
    );
    proxy = spawn('tinyproxy', ['-d', '-c', config], { stdio: 'ignore' });
    await listening(proxyPort);
  });
  after(async () => {
    if (lack !== undefined) return;
    proxy.kill();
    await once(proxy, 'exit');
    entrance.close();
    await style.close();
    fs.rmSync(own, { recursive: true });
  });

  it('syncs a style through it', async () => {
    for (let i = 0; i < 5; i++) {
      style.writeLocal({
        [`${String(i)}.jpg`]: Buffer.alloc(300_000, String(i)),
        [`${String(i)}.txt`]: 'a cat',
      });
    }
    const endpoint = `http://${OWN_ADDRESS ?? ''}:${String((entrance.address() as AddressInfo).port)}`;
    const variables = { HTTP_PROXY: `http://127.0.0.1:${String(proxyPort)}` };
    const cli = new CommandLine({ endpoint, credentials: style.server.credentials, variables });
    const up = await cli.json<UploadResult>('to-s3', style.folder, '--bucket', BUCKET);
    assert.deepEqual([up.status, up.uploaded], [0, 10]);
    assert.deepEqual(style.remote, style.local);
    assert.match(fs.readFileSync(log, 'utf8'), new RegExp(`PUT ${endpoint}/`));
  });
});

/** Forwards connections from that address to the server, which listens on loopback only. */
async function entranceTo(port: number): Promise<Server> {
  const server = createServer((client) => {
    const upstream = connect({ port, host: '127.0.0.1' });
    tieSockets(client, upstream, new Set());
    client.pipe(upstream).pipe(client);
  });
  server.listen(0, OWN_ADDRESS);
  await once(server, 'listening');
  return server;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}

async function listening(port: number): Promise<void> {
  for (let tries = 0; tries < 100; tries++) {
    const socket = connect({ port, host: '127.0.0.1' }).on('error', () => undefined);
    const isThere = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isThere) return;
    await wait(50);
  }
  throw new Error('tinyproxy does not listen');
}
