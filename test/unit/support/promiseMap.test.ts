import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import path from 'node:path';

const TESTS = path.resolve(import.meta.dirname, '../..');
const ROW = /^\| (?<promise>.+?) +\| `(?<file>[^`]+)` +\| (?<title>.+?) +\|$/;

/** The number of failures of each letter in the second table of `test/README.md`. */
const FAILURES = { A: 11, B: 11, C: 8, D: 10 };

/** The map is useful only if every test in it exists. */
describe('the map from promises to tests', () => {
  const text = fs.readFileSync(path.join(TESTS, 'README.md'), 'utf8');
  const map = text.slice(text.indexOf('## Promise → test'));
  const rows = map.split('\n').flatMap((line) => {
    const { groups } = ROW.exec(line) ?? {};
    return groups === undefined ? [] : [groups];
  });

  it('names tests that exist, by file and title', () => {
    const missing = rows.filter(({ file = '', title = '' }) => {
      const test = path.join(TESTS, file);
      return !fs.existsSync(test) || !fs.readFileSync(test, 'utf8').includes(title);
    });
    assert.deepEqual(missing, []);
    assert.ok(rows.length > 100, `${String(rows.length)} rows are understood`);
  });

  it('has a part for every section of the contract', () => {
    const contract = fs.readFileSync(path.join(TESTS, '../docs/sync-contract.md'), 'utf8');
    for (const [, section] of contract.matchAll(/^## (\d+)\./gm)) {
      assert.ok(map.includes(`(§${section ?? ''})`), `§${section ?? ''}`);
    }
  });

  it('has a test for every failure that engines are known for', () => {
    for (const [letter, count] of Object.entries(FAILURES)) {
      for (let number = 1; number <= count; number++) {
        const name = `${letter}${String(number)} `;
        assert.ok(
          rows.some(({ promise = '' }) => promise.startsWith(name)),
          name,
        );
      }
    }
  });
});
