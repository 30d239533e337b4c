import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const EXPORTED = /^export (?:abstract )?(?:async )?(?:const|function\*?|class|interface|type|enum) (\w+)/gm;

describe('An exported name', () => {
  it('is exported only once in src/', () => {
    const filesByName = new Map<string, Set<string>>();
    for (const file of readdirSync('src', { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.ts')) continue;
      for (const [, name = ''] of readFileSync(path.join('src', file), 'utf8').matchAll(EXPORTED)) {
        filesByName.set(name, (filesByName.get(name) ?? new Set()).add(file));
      }
    }
    const twice = [...filesByName].filter(([, files]) => files.size > 1);
    assert.deepEqual(
      twice.map(([name, files]) => `${name}: ${[...files].join(', ')}`),
      [],
    );
  });
});
