import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const TEXT = readFileSync(path.join(ROOT, 'CONTRIBUTING.md'), 'utf8');

/** Paths in code spans: from the root of the repository, or from `src/`. */
const PATHS = [...new Set([...TEXT.matchAll(/`([\w./-]+\/[\w./-]*)`/g)].map(([, found = '']) => found))];
const BUILT = ['dist/', 'artifacts/'];

describe('CONTRIBUTING.md', () => {
  it('names only files and folders that exist', () => {
    const isThere = (named: string): boolean =>
      BUILT.some((folder) => named.startsWith(folder)) ||
      [ROOT, path.join(ROOT, 'src')].some((folder) => existsSync(path.join(folder, named)));
    // Rooms inside a room are named from that room.
    const rooms = /^[a-z]+\/$/i;
    assert.deepEqual(
      PATHS.filter((named) => !rooms.test(named) && !isThere(named)),
      [],
    );
    assert.ok(PATHS.length > 100);
  });

  it('names the types of its word list by their file', () => {
    const rows = [...TEXT.matchAll(/`([A-Z]\w+)`, `([\w/]+\.ts)`/g)];
    assert.ok(rows.length >= 30);
    for (const [, type = '', file = ''] of rows) {
      const source = readFileSync(path.join(ROOT, 'src', file), 'utf8');
      assert.match(
        source,
        new RegExp(`^export (class|interface|type) ${type}\\b`, 'm'),
        `${type} in ${file}`,
      );
    }
  });
});
