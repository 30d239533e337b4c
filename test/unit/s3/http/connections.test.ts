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
  /** All that the server has accepted. */
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
  /** A server of raw bytes: `answer` is asked for each piece that arrives. */
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

  it('carry a request as it is, and its body', async () => {
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

  it('are used again, the last one first, and no more of them than requests at once', async () => {
    await serve((_, response) => response.end('a cat'));
    for (let i = 0; i < 5; i++) await bytesOf(await send());
    assert.equal(accepted.length, 1);
    await Promise.all(Array.from({ length: 3 }, async () => bytesOf(await send())));
    assert.equal(accepted.length, 3);
  });

  it('carry the next request though nobody has read the answer before', async () => {
    await serve((_, response) => response.end(Buffer.alloc(LARGE / 16)));
    await send();
    await delay(50);
    assert.equal((await bytesOf(await send())).length, LARGE / 16);
  });

  it('are not used again where the server says so', async () => {
    await serve((_, response) => response.setHeader('connection', 'close').end('a cat'));
    await bytesOf(await send());
    await bytesOf(await send());
    assert.equal(accepted.length, 2);
  });

  it('are not used again when the server is about to close them', async () => {
    await serveBytes((socket) =>
      socket.write('HTTP/1.1 200 OK\r\nkeep-alive: timeout=1\r\ncontent-length: 0\r\n\r\n'),
    );
    await bytesOf(await send());
    await bytesOf(await send());
    assert.equal(accepted.length, 2);
  });

  it('are not used again when the server has closed its end', async () => {
    await serveBytes((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n'));
    for (let i = 0; i < 200; i++) {
      // Where the end arrives only now, the request is lost: that it is worth another try is all that can be known.
      await send().catch((error: unknown) => assert.notEqual(failureOf(error, {}).patience, 'none'));
      for (let turn = 0; turn < i % 8; turn++) await new Promise(setImmediate);
    }
  });

  it('are not used again once an answer came before its request was sent', async () => {
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

  it('wait for who reads slowly', async () => {
    const content = Buffer.alloc(4 * LARGE, 'abcdefg');
    await serve((_, response) => response.end(content));
    const answer = await send();
    await delay(200);
    assert.ok((accepted[0]?.writableLength ?? 0) > 0, 'all of it was taken');
    assert.ok(content.equals(await bytesOf(answer)));
    assert.ok(content.equals(await bytesOf(await send())));
    assert.equal(accepted.length, 1);
  });

  it('end where nobody wants the rest of an answer', async () => {
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
    ['with something else', '220 mail.example ESMTP\r\n\r\n', 'no-network'],
  ] as const) {
    it(`that end ${name} fail their request, and no other`, async () => {
      await serveBytes((socket, count) => {
        if (count === 1) socket.end(answer);
        else socket.write('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n');
      });
      await assert.rejects(send(), (error) => failureOf(error, {}).error.code === code);
      assert.equal((await send()).statusCode, 200);
    });
  }

  it('that break in the middle of an answer fail who reads it', async () => {
    await serveBytes((socket) => socket.end('HTTP/1.1 200 OK\r\ncontent-length: 10\r\n\r\na cat'));
    const answer = await send();
    await assert.rejects(bytesOf(answer), (error) => failureOf(error, {}).error.code === 'server-error');
  });

  it('that cannot be made say that there is no network', async () => {
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
    ['as long as the connection', 'HTTP/1.1 500 Internal Server Error\r\n\r\n'],
    ['that has come but for its trailer', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n0\r\na: '],
  ] as const) {
    it(`heed their signal to the last byte of a body ${name}`, async () => {
      await serveBytes((socket) => socket.write(`${head}a`));
      const cancel = new AbortController();
      const reading = bytesOf(await send({}, cancel.signal));
      setTimeout(() => cancel.abort(), 50);
      await assert.rejects(reading, isCancelled);
    });
  }

  it('have their signal’s ear no longer than an answer takes', async () => {
    await serve((_, response) => response.end('a cat'));
    const { signal } = new AbortController();
    for (let i = 0; i < 3; i++) await bytesOf(await send({}, signal));
    assert.equal(getEventListeners(signal, 'abort').length, 0);
  });

  for (const [name, piece] of [
    ['interim answers', 'HTTP/1.1 102 Processing\r\n\r\n'],
    ['one header after the other', 'x-a: 1\r\n'],
    ['nothing at all', ''],
  ] as const) {
    it(`are given up where ${name} and no head comes for a minute`, async () => {
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

  it('heed their signal before, and until the answer begins', async () => {
    await serveBytes(() => undefined);
    await assert.rejects(send({}, AbortSignal.abort()), isCancelled);
    const cancel = new AbortController();
    const waiting = send({}, cancel.signal);
    setTimeout(() => cancel.abort(), 50);
    await assert.rejects(waiting, isCancelled);
  });

  it('do not carry what would be read as another request', async () => {
    await serve((_, response) => response.end());
    await assert.rejects(send({ headers: { host: 'b', etag: '"a"\r\nx: y' } }), /cannot be the value/);
    await assert.rejects(send({ headers: { host: 'b', name: '猫' } }), /cannot be the value/);
    await assert.rejects(send({ path: '/a b' }), /cannot be the path/);
    assert.equal(accepted.length, 0);
  });

  it('fail what is under way when all are ended', async () => {
    await serveBytes(() => undefined);
    const waiting = send();
    await delay(50);
    connections.close();
    await assert.rejects(waiting);
  });
});
