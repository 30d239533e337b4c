import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AnswerReader } from '../../../../src/s3/http/answerReader.js';
import { MalformedAnswer } from '../../../../src/s3/http/answerHead.js';

interface Read {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly length: number | undefined;
  readonly body: string;
  /** `undefined`: it has not ended. */
  readonly canGoOn: boolean | undefined;
}

/** Reads an answer that arrives in these pieces, in one buffer, before the connection closes. */
function readIn(pieces: readonly string[], { method = 'GET', closes = false } = {}): Read {
  const reader = new AnswerReader();
  const read = { statusCode: 0, headers: {}, length: undefined, body: '', canGoOn: undefined } as {
    -readonly [K in keyof Read]: Read[K];
  };
  reader.await(method, {
    head: ({ statusCode, headers }, length) => Object.assign(read, { statusCode, headers, length }),
    bytes: (bytes) => void (read.body += Buffer.from(bytes).toString('latin1')),
    nextBuffer: () => undefined,
    end: (canGoOn) => void (read.canGoOn = canGoOn),
  });
  const memory = Buffer.alloc(64 * 1024);
  for (const piece of pieces) {
    const length = memory.write(piece, 'latin1');
    reader.read(memory.subarray(0, length));
    memory.fill('?');
  }
  if (closes) assert.equal(reader.close(), read.canGoOn !== undefined);
  return { ...read, headers: { ...read.headers } };
}

const lines = (...all: string[]): string => all.join('\r\n');

const SIZED = lines('HTTP/1.1 200 OK', 'ETag: "0123"', 'content-length: 5', '', 'a cat');
const CHUNKED = lines(
  'HTTP/1.1 206 Partial Content',
  'Transfer-Encoding: Chunked',
  'X-Amz-Meta-Sha256: aa',
  '',
  '3;of=cats',
  'a c',
  '00002',
  'at',
  '0',
  'trailer: yes',
  '',
  '',
);
const ENDLESS = lines('HTTP/1.1 200 OK', '', 'a cat');

describe('The answers on a connection', () => {
  const whole: readonly (readonly [string, string, Partial<Read>, Parameters<typeof readIn>[1]?])[] = [
    ['have a length', SIZED, { statusCode: 200, length: 5, body: 'a cat', canGoOn: true }],
    ['are chunked', CHUNKED, { statusCode: 206, length: undefined, body: 'a cat', canGoOn: true }],
    ['end with their connection', ENDLESS, { body: 'a cat', canGoOn: false }, { closes: true }],
    ['have no body after HEAD', SIZED.replace('a cat', ''), { body: '', canGoOn: true }, { method: 'HEAD' }],
    ['have no body with 204', lines('HTTP/1.1 204', '', ''), { statusCode: 204, length: 0, canGoOn: true }],
    ['are empty', lines('HTTP/1.1 200 ', 'Content-Length:0', '', ''), { length: 0, canGoOn: true }],
    [
      'follow interim answers',
      lines('HTTP/1.1 100 Continue', '', 'HTTP/1.1 103', 'link: x', '', SIZED),
      { statusCode: 200, body: 'a cat', canGoOn: true },
    ],
    [
      'are the last on their connection',
      SIZED.replace('ETag:', 'Connection: Keep-Alive, Close\r\nETag:'),
      { body: 'a cat', canGoOn: false },
    ],
    ['are HTTP/1.0', SIZED.replace('1.1', '1.0'), { body: 'a cat', canGoOn: false }],
  ];
  for (const [name, text, expected, how] of whole) {
    it(`${name}, wherever they are split`, () => {
      const read = readIn([text], how);
      assert.deepEqual({ ...read, ...expected }, read);
      fc.assert(
        fc.property(fc.array(fc.nat(text.length), { maxLength: 12 }), (cuts) => {
          const places = [0, ...cuts.sort((a, b) => a - b), text.length];
          const pieces = places.slice(1).map((end, index) => text.slice(places[index], end));
          assert.deepEqual(readIn(pieces, how), read);
        }),
        { numRuns: 200 },
      );
      assert.deepEqual(readIn(Array.from(text), how), read);
    });
  }

  it('have case-insensitive headers, with all values of repeated ones', () => {
    const { headers } = readIn([
      lines('HTTP/1.1 200 OK', 'X-A: 1 ', 'x-a:2', '__proto__: x', 'content-length: 0', '', ''),
    ]);
    assert.deepEqual(Object.entries(headers), [
      ['x-a', '1, 2'],
      ['__proto__', 'x'],
      ['content-length', '0'],
    ]);
  });

  for (const [name, text] of [
    ['are shorter than their length', SIZED.slice(0, -1)],
    ['stop between chunks', CHUNKED.slice(0, CHUNKED.indexOf('00002'))],
    ['stop before the end of the last chunk', CHUNKED.slice(0, -2)],
    ['stop in their head', SIZED.slice(0, 20)],
  ] as const) {
    it(`are incomplete if they ${name}`, () => {
      assert.equal(readIn([text], { closes: true }).canGoOn, undefined);
    });
  }

  for (const [name, text] of [
    ['are another protocol', 'SSH-2.0-OpenSSH_9.2\r\n\r\n'],
    ['are another version of HTTP', 'HTTP/2.0 200 OK\r\n\r\n'],
    ['have a header without a name', lines('HTTP/1.1 200 OK', ': x', '', '')],
    ['have a header without a colon', lines('HTTP/1.1 200 OK', 'etag', '', '')],
    ['have a name with a space', lines('HTTP/1.1 200 OK', 'content-length : 5', '', '')],
    ['continue a header on the next line', lines('HTTP/1.1 200 OK', 'etag: "a', ' b"', '', '')],
    ['have two lengths', SIZED.replace('ETag:', 'Content-Length: 6\r\nETag:')],
    ['have an invalid length', SIZED.replace('length: 5', 'length: +5')],
    ['have a length and chunks', SIZED.replace('ETag:', 'Transfer-Encoding: chunked\r\nETag:')],
    ['have another encoding', CHUNKED.replace('Chunked', 'gzip, chunked')],
    ['have a chunk without a size', CHUNKED.replace('00002', '')],
    ['have a chunk with an invalid size', CHUNKED.replace('00002', '0x2')],
    ['have a chunk that is too long', CHUNKED.replace('a c', 'a cat')],
    ['continue after their end', `${SIZED}!`],
    ['follow endless interim answers', 'HTTP/1.1 103 Early Hints\r\n\r\n|'.repeat(40)],
    ['have a trailer without end', `${CHUNKED.slice(0, -2)}${'|a: b\r\n'.repeat(20_000)}`],
    ['have a head without end', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(40_000)}|${'x'.repeat(40_000)}`],
  ] as const) {
    it(`are refused if they ${name}`, () => {
      assert.throws(() => readIn(text.split('|')), MalformedAnswer);
    });
  }
});
