import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import { createServer as createHttpServer, type RequestListener, type Server as HttpServer } from 'node:http';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { mock } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { failureOf } from '../../../../src/s3/wire/requestFailure.js';
import type { Answer } from '../../../../src/s3/http/answer.js';
import { Connections } from '../../../../src/s3/http/connections.js';
import type { HttpRequest } from '../../../../src/s3/http/httpRequest.js';

const NEVER = new AbortController().signal;
const LARGE = 8 * 1024 * 1024;

const timersUnderWay = (): number =>
  process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;

async function bytesOf({ body }: Answer): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(Buffer.from(part));
  return Buffer.concat(parts);
}

describe('Connections', () => {
  let connections: Connections;
  let server: Server | HttpServer;
  /** All connections that the server accepted. */
  let accepted: Socket[];

  beforeEach(() => {
    connections = new Connections();
    accepted = [];
  });
  afterEach(async () => {
    connections.close();
    for (const socket of accepted) socket.destroy();
    server.close();
    await once(server, 'close');
  });

  async function listen(on: Server | HttpServer): Promise<void> {
    server = on;
    server.on('connection', (socket: Socket) => accepted.push(socket.on('error', () => undefined)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
  }
  const serve = (listener: RequestListener) => listen(createHttpServer(listener));
  /** A server of raw bytes. It calls `answer` for each piece that arrives. */
  const serveBytes = (answer: (socket: Socket, count: number) => void) => {
    let count = 0;
    return listen(createServer((socket) => socket.on('data', () => answer(socket, ++count))));
  };

  const requestOf = (more: Partial<HttpRequest> = {}): HttpRequest => ({
    origin: { protocol: 'http:', hostname: '127.0.0.1', port: (server.address() as AddressInfo).port },
    method: 'GET',
    path: '/b/a.png',
    headers: { host: 'b.example' },
    ...more,
  });
  const send = (more: Partial<HttpRequest> = {}, signal = NEVER): Promise<Answer> =>
    connections.send(requestOf(more), signal);

  it('send a request and its body unchanged', async () => {
    await serve((request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => {
        const said = [request.method, request.url, request.headers['x-a'], Buffer.concat(parts).length];
        response.setHeader('x-said', encodeURIComponent(said.join(' '))).end('done');
      });
    });
    const body = Buffer.alloc(LARGE);
    const headers = { host: 'b.example', 'content-length': String(LARGE), 'x-a': 'é' };
    const answer = await send({ method: 'PUT', path: '/b/a%20b.png?x=1', headers, body });
    const said = decodeURIComponent(answer.headers['x-said'] ?? '');
    assert.equal(said, `PUT /b/a%20b.png?x=1 é ${String(LARGE)}`);
    assert.equal((await bytesOf(answer)).toString(), 'done');
  });

  it('are used again, the most recent one first, and are no more than the concurrent requests', async () => {
    await serve((_, response) => response.end('a cat'));
    for (let i = 0; i < 5; i++) await bytesOf(await send());
    assert.equal(accepted.length, 1);
    await Promise.all(Array.from({ length: 3 }, async () => bytesOf(await send())));
    assert.equal(accepted.length, 3);
  });

  it('carry the next request even if nobody has read the previous answer', async () => {
    await serve((_, response) => response.end(Buffer.alloc(LARGE / 16)));
    await send();
    await delay(50);
    assert.equal((await bytesOf(await send())).length, LARGE / 16);
  });

  it('are not used again if the server announces their end', async () => {
    await serve((_, response) => response.setHeader('connection', 'close').end('a cat'));
    await bytesOf(await send());
    await bytesOf(await send());
    assert.equal(accepted.length, 2);
  });

  it('are not used again shortly before the server closes them', async () => {
    await serveBytes((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nkeep-alive: timeout=1\r\ncontent-length: 0\r\n\r\n'),
    );
    await bytesOf(await send());
    await bytesOf(await send());
    assert.equal(accepted.length, 2);
  });

  it('are not used again after the server has closed its end', async () => {
    await serveBytes((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'));
    for (let i = 0; i < 200; i++) {
      // If the end arrives only now, the request is lost: only another try can tell.
      await send().catch((error: unknown) => assert.notEqual(failureOf(error, {}).patience, 'none'));
      for (let turn = 0; turn < i % 8; turn++) await new Promise(setImmediate);
    }
  });

  it('are not used again if an answer arrived before its request was sent', async () => {
    const body = Buffer.alloc(4 * LARGE);
    await serveBytes((socket, count) => {
      socket.pause();
      if (count === 1) socket.write('HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n');
    });
    const headers = { host: 'b', 'content-length': String(body.length) };
    assert.equal((await send({ method: 'PUT', headers, body })).statusCode, 403);
    await assert.rejects(send({}, AbortSignal.timeout(200)));
    assert.equal(accepted.length, 2);
  });

  it('wait for a slow reader', async () => {
    const content = Buffer.alloc(4 * LARGE, 'abcdefg');
    await serve((_, response) => response.end(content));
    const answer = await send();
    await delay(200);
    assert.ok((accepted[0]?.writableLength ?? 0) > 0, 'all of it was taken');
    assert.ok(content.equals(await bytesOf(answer)));
    assert.ok(content.equals(await bytesOf(await send())));
    assert.equal(accepted.length, 1);
  });

  it('close if the rest of an answer is discarded', async () => {
    await serve((_, response) => response.end(Buffer.alloc(LARGE)));
    (await send()).body.destroy();
    for await (const part of (await send()).body) {
      assert.ok(part.length > 0);
      break;
    }
    await bytesOf(await send());
    assert.equal(accepted.length, 3);
  });

  for (const [name, answer, code] of [
    ['before the answer', '', 'server-error'],
    ['in the head of the answer', 'HTTP/1.1 200 OK\r\ncontent-', 'server-error'],
    ['with another protocol', '220 mail.example ESMTP\r\n\r\n', 'no-network'],
  ] as const) {
    it(`that close ${name} fail their own request only`, async () => {
      await serveBytes((socket, count) => {
        if (count === 1) socket.end(answer);
        else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
      });
      await assert.rejects(send(), (error) => failureOf(error, {}).error.code === code);
      assert.equal((await send()).statusCode, 200);
    });
  }

  it('that break in the middle of an answer fail its reader', async () => {
    await serveBytes((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\na cat'));
    const answer = await send();
    await assert.rejects(bytesOf(answer), (error) => failureOf(error, {}).error.code === 'server-error');
  });

  it('that cannot be established report that there is no network', async () => {
    await serve((_, response) => response.end());
    const request = requestOf();
    server.close();
    await once(server, 'close');
    const timers = timersUnderWay();
    await assert.rejects(connections.send(request, NEVER), (error) => {
      const { error: failure, patience } = failureOf(error, {});
      return failure.code === 'no-network' && patience === 'brief';
    });
    await delay(50);
    assert.equal(timersUnderWay(), timers, 'a timer keeps the process alive');
    await serve((_, response) => response.end());
  });

  const isCancelled = (error: unknown): boolean => failureOf(error, {}).error.code === 'cancelled';

  for (const [name, head] of [
    ['of a known length', 'HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\n'],
    ['in chunks', 'HTTP/1.1 404 Not Found\r\ntransfer-encoding: chunked\r\n\r\n5\r\n'],
    ['that ends with the connection', 'HTTP/1.1 500 Internal Server Error\r\n\r\n'],
    [
      'that is complete except for its trailer',
      'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\na: ',
    ],
  ] as const) {
    it(`observe their signal to the last byte of a body ${name}`, async () => {
      await serveBytes((socket) => socket.write(`${head}a`));
      const cancel = new AbortController();
      const reading = bytesOf(await send({}, cancel.signal));
      setTimeout(() => cancel.abort(), 50);
      await assert.rejects(reading, isCancelled);
    });
  }

  it('remove their listener from the signal after the answer', async () => {
    await serve((_, response) => response.end('a cat'));
    const { signal } = new AbortController();
    for (let i = 0; i < 3; i++) await bytesOf(await send({}, signal));
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  for (const [name, piece] of [
    ['interim answers arrive', 'HTTP/1.1 102 Processing\r\n\r\n'],
    ['one header after the other arrives', 'x-a: 1\r\n'],
    ['nothing arrives', ''],
  ] as const) {
    it(`time out if ${name} but no complete head for a minute`, async () => {
      await serveBytes((socket) => socket.write(piece === 'x-a: 1\r\n' ? 'HTTP/1.1 200 OK\r\n' : piece));
      mock.timers.enable({ apis: ['setInterval'] });
      try {
        const waiting = send();
        waiting.catch(() => undefined);
        for (let second = 0; second < 59; second++) {
          for (let turn = 0; turn < 3; turn++) await new Promise(setImmediate);
          mock.timers.tick(1_000);
          if (second % 10 === 0) accepted[0]?.write(piece);
        }
        assert.equal(accepted[0]?.destroyed, false);
        mock.timers.tick(7_000);
        await assert.rejects(waiting, { name: 'TimeoutError' });
      } finally {
        mock.timers.reset();
      }
    });
  }

  it('observe their signal before the request, and until the answer begins', async () => {
    await serveBytes(() => undefined);
    await assert.rejects(send({}, AbortSignal.abort()), isCancelled);
    const cancel = new AbortController();
    const waiting = send({}, cancel.signal);
    setTimeout(() => cancel.abort(), 50);
    await assert.rejects(waiting, isCancelled);
  });

  it('refuse to send what a server would read as another request', async () => {
    await serve((_, response) => response.end());
    await assert.rejects(send({ headers: { host: 'b', etag: '"a"\r\nx: y' } }), /cannot be the value/);
    await assert.rejects(send({ headers: { host: 'b', name: '猫' } }), /cannot be the value/);
    await assert.rejects(send({ path: '/a b' }), /cannot be the path/);
    assert.equal(accepted.length, 0);
  });

  it('fail the current requests when all are closed', async () => {
    await serveBytes(() => undefined);
    const waiting = send();
    await delay(50);
    connections.close();
    await assert.rejects(waiting);
  });
});
