import assert from 'node:assert/strict';
import fc from 'fast-check';
import { visible, visibleJson, visibleLines } from '../../../../src/operations/texts/outsideWords.js';

/** All characters below U+10000 that control a terminal, end a line, or change the direction of text. */
const STEERING = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter((character) =>
  /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}\u206a-\u206f\ufff9-\ufffb]/u.test(character),
);

const text = fc.string({ unit: fc.oneof(fc.constantFrom(...STEERING), fc.string({ unit: 'grapheme' })) });

describe('Text from outside', () => {
  it('shows control characters as visible text', () => {
    assert.equal(visible('a\u001b]0;x\u0007\u009b2K\u007f.jpg'), 'a\\u{1b}]0;x\\u{7}\\u{9b}2K\\u{7f}.jpg');
    assert.equal(visible('a\r\nb\tc\u2028'), 'a\\r\\nb\\tc\\u{2028}');
    assert.equal(visible('cat\u202egpj.exe'), 'cat\\u{202e}gpj.exe');
    for (const character of STEERING) assert.match(visible(character), /^\\(?:[nrt]|u\{[0-9a-f]+\})$/);
  });

  it('leaves all other text unchanged', () => {
    const words = 'кот 猫 👩‍👩‍👧 é e\u0301 “a” [b](c) $(sync) \\ \u00a0 a\u200db';
    assert.equal(visible(words), words);
  });

  it('is escaped only once, however often it is processed', () => {
    fc.assert(fc.property(text, (word) => visible(visible(word)) === visible(word)));
  });

  it('keeps its lines if several are allowed', () => {
    assert.equal(visibleLines('one\u001b\r\ntwo\u202e\nthree'), 'one\\u{1b}\ntwo\\u{202e}\nthree');
  });

  it('is the same value in JSON, without control characters', () => {
    fc.assert(
      fc.property(fc.array(text), (words) => {
        const json = visibleJson(JSON.stringify({ words, [words[0] ?? '']: 1 }, null, 2));
        assert.deepEqual(JSON.parse(json), { words, [words[0] ?? '']: 1 });
        assert.ok(STEERING.every((character) => character === '\n' || !json.includes(character)));
      }),
    );
  });
});
