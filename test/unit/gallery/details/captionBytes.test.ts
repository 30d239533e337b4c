import assert from 'node:assert/strict';
import {
  decodeCaption,
  encodeCaption,
  fieldTextOf,
  saysNothing,
  withFieldText,
} from '../../../../src/gallery/details/captionBytes.js';

/** A small generator, the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const PIECES = ['a', 'red coat', ', ', ' ', '\t', '\n', '\r\n', '\r', '🐈', 'e\u0301', '|||', '\u2028'];
const random = numbers(7);
const someText = (pieces: number, from = PIECES): string =>
  Array.from({ length: random(pieces) }, () => from[random(from.length)]).join('');

describe('The bytes of a caption', () => {
  it('are the same after decoding and encoding, with a byte order mark and every line end', () => {
    for (const text of ['', '\ufeffa\r\nb', 'a\rb\n\n', ' a , b ', 'é🐈', '\ufeff\ufeffa']) {
      const bytes = new Uint8Array(Buffer.from(text));
      const decoded = decodeCaption(bytes);
      assert.ok('text' in decoded);
      assert.deepEqual(encodeCaption(decoded.text), bytes);
    }
  });

  it('have no text if decoding would lose some of them', () => {
    assert.deepEqual(decodeCaption(Uint8Array.of(0x63, 0xe9)), { problem: 'not-utf8' });
    assert.deepEqual(decodeCaption(Uint8Array.of(0xff, 0xfe, 0x61, 0)), { problem: 'not-utf8' });
    assert.deepEqual(decodeCaption(Uint8Array.of(0x61, 0, 0x62)), { problem: 'binary' });
  });

  it('change only where the field was edited, whatever line ends and marks are around', () => {
    for (let round = 0; round < 20_000; round++) {
      const [head, old, tail] = [someText(6), someText(3), someText(6)];
      const text = (random(2) === 0 ? '\ufeff' : '') + head + old + tail;
      const edit = someText(3, ['x', '\n', ', ', '🐈']);
      const field = fieldTextOf(text);
      const start = random(field.length + 1);
      const end = start + random(Math.min(5, field.length - start) + 1);
      const wanted = field.slice(0, start) + edit + field.slice(end);
      const edited = withFieldText(text, wanted);
      assert.equal(fieldTextOf(edited), wanted, JSON.stringify({ text, wanted, edited }));
      if (wanted === field) assert.equal(edited, text);
      // What was taken out of the bytes is no longer than what was taken out of the field.
      assert.ok(changedPart(text, edited).length <= end - start, JSON.stringify({ text, wanted, edited }));
    }
  });

  it('get the line end of the line above for a new line', () => {
    assert.equal(withFieldText('\ufeffa\r\nb', 'a\nb\nc'), '\ufeffa\r\nb\r\nc');
    assert.equal(withFieldText('a\nb\r\nc', 'a\nx\nb\nc'), 'a\nx\nb\r\nc');
    assert.equal(withFieldText('', 'a\nb'), 'a\nb');
  });

  it('keep a line feed behind a carriage return apart', () => {
    assert.equal(fieldTextOf(withFieldText('a\rx\nb', 'a\n\nb')), 'a\n\nb');
  });

  it('say nothing if there are only blanks, line ends and a mark', () => {
    for (const text of ['', '\ufeff', ' \r\n\t']) assert.equal(saysNothing(text), true);
    assert.equal(saysNothing('\ufeffa'), false);
  });
});

/** The field's letters of the part of `text` that is not in `edited`, between the beginning and end that both have. */
function changedPart(text: string, edited: string): string {
  const shorter = Math.min(text.length, edited.length);
  let start = 0;
  while (start < shorter && text[start] === edited[start]) start++;
  let end = 0;
  while (end < shorter - start && text.at(-1 - end) === edited.at(-1 - end)) end++;
  return text.slice(start, text.length - end).replace(/\r\n?/g, '\n');
}
