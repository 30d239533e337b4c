import assert from 'node:assert/strict';
import { jsonPieces } from '../../../src/cli/jsonPieces.js';

describe('JSON in pieces', () => {
  const rows = Array.from({ length: 2500 }, (_, index) => ({
    file: `a\n${String(index)}`,
    seen: { s3: null },
  }));
  const values: Readonly<Record<string, object>> = {
    nothing: {},
    'an empty array': [],
    names: ['a', 'b'],
    'fields of every kind': { a: 1, b: 'two\nlines', c: null, d: false, e: { f: [1, { g: [] }] }, h: {} },
    'a field that is undefined': { a: undefined, b: 1, c: undefined },
    'undefined in an array': { a: [undefined, 1] },
    'names that need quotes': { 'a "b"': ['\u2028'] },
    'more rows than a piece holds': { before: [], plan: rows, after: [1] },
    'as many rows as a piece holds': { plan: rows.slice(0, 1000) },
    'an array of rows': rows,
  };

  for (const [name, value] of Object.entries(values)) {
    it(`is the text of JSON.stringify: ${name}`, () => {
      assert.equal([...jsonPieces(value)].join(''), JSON.stringify(value, null, 2));
    });
  }

  it('has at most a thousand rows per piece', () => {
    for (const piece of jsonPieces({ plan: rows })) {
      assert.ok(piece.split('"file"').length - 1 <= 1000);
    }
  });
});
