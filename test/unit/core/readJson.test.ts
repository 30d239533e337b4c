import assert from 'node:assert/strict';
import {
  countOf,
  dateOf,
  nullable,
  numberOf,
  oneOf,
  optional,
  recordOf,
  stringLike,
  stringOf,
} from '../../../src/core/readJson.js';

describe('a reader of JSON', () => {
  const readers: Readonly<Record<string, (value: unknown) => unknown>> = {
    recordOf,
    stringOf,
    'stringLike hex': (value) => stringLike(/^[0-9a-f]+$/, value),
    numberOf,
    dateOf,
    countOf,
    'oneOf a and b': (value) => oneOf(['a', 'b'], value),
    'nullable text': (value) => nullable(value, stringOf),
    'optional text': (value) => optional(value, stringOf),
  };
  const rows: readonly (readonly [reader: string, good: readonly unknown[], bad: readonly unknown[]])[] = [
    ['recordOf', [{}, { field: 1 }], [null, undefined, 'text', 1, []]],
    ['stringOf', ['', 'text'], [null, undefined, 1, {}]],
    ['stringLike hex', ['09af'], ['', 'xyz', 7]],
    ['numberOf', [-0.5, 0, 1e300], [Number.POSITIVE_INFINITY, Number.NaN, '1', null]],
    ['dateOf', [0, 8.64e15, -8.64e15], [8.64e15 + 1, '0']],
    ['countOf', [0, 2 ** 53 - 1], [-1, 0.5, 2 ** 53, '1']],
    ['oneOf a and b', ['a', 'b'], ['c', '', null]],
    ['nullable text', [null, 'text'], [undefined, 1]],
    ['optional text', [undefined, 'text'], [null, 1]],
  ];

  for (const [name, good, bad] of rows) {
    it(`${name} returns a value of its shape, and refuses others`, () => {
      const read = readers[name] ?? assert.fail(name);
      for (const value of good) assert.equal(read(value), value);
      for (const value of bad) assert.throws(() => read(value), /not understood/, String(value));
    });
  }
});
