import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request, type Server } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { startCountingProxy } from '../../bench/servers/countingProxy.js';
import { startDelayingProxy } from '../../support/proxies/proxies.js';

const BODY = Buffer.alloc(3_000_000, 'abc');
const DELAY_MS = 40;

describe('the proxies of the benchmark', () => {
  let server: Server;
  let port: number;
  const seen: { method: string | undefined; headers: string[]; bytes: number }[] = [];

  before(async () => {
    server = createServer((incoming, outgoing) => {
      let bytes = 0;
      incoming.on('data', (piece: Buffer) => (bytes += piece.length));
      incoming.on('end', () => {
        seen.push({ method: incoming.method, headers: incoming.rawHeaders, bytes });
        outgoing.end(incoming.method === 'GET' ? BODY : '');
      });
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    port = (server.address() as AddressInfo).port;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  it('count requests by method and forward them unchanged, including the headers', async () => {
    const proxy = await startCountingProxy(port);
    try {
      const headers = { Host: 'signed.example', 'X-Amz-Date': '20260101T000000Z' };
      for (const method of ['PUT', 'PUT', 'HEAD']) {
        const sent = request({ host: '127.0.0.1', port: proxy.port, method, headers, path: '/bucket/a%20b' });
        sent.end(method === 'PUT' ? BODY : undefined);
        const [answer] = (await once(sent, 'response')) as [NodeJS.ReadableStream];
        answer.resume();
        await once(answer, 'end');
      }
      const got = await fetch(`http://127.0.0.1:${String(proxy.port)}/`);
      assert.ok(Buffer.from(await got.arrayBuffer()).equals(BODY));
      assert.deepEqual(proxy.take(), { PUT: 2, HEAD: 1, GET: 1 });
      assert.deepEqual(proxy.take(), {});
      const [first] = seen;
      assert.deepEqual([first?.method, first?.bytes], ['PUT', BODY.length]);
      assert.deepEqual(first?.headers.slice(0, 4), Object.entries(headers).flat());
    } finally {
      await proxy.close();
    }
  });

  it('delay each direction, and a new connection by a round trip, but long bodies no more than short ones', async () => {
    const proxy = await startDelayingProxy(port, DELAY_MS);
    try {
      const socket = connect(proxy.port, '127.0.0.1');
      for (const roundTrips of [2, 1]) {
        const began = performance.now();
        socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
        let bytes = 0;
        let first = 0;
        while (bytes < BODY.length) {
          const [piece] = (await once(socket, 'data')) as [Buffer];
          first ||= performance.now() - began;
          bytes += piece.length;
        }
        const last = performance.now() - began;
        const expected = roundTrips * 2 * DELAY_MS;
        assert.ok(first > expected - 5, `the first byte came after ${String(first)} ms`);
        // If each piece waited for the one before, 3 MB would take dozens of delays.
        assert.ok(last < first + 10 * DELAY_MS, `the last byte came after ${String(last)} ms`);
      }
      socket.destroy();
    } finally {
      await proxy.close();
    }
  });
});
