import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { ESLint } from 'eslint';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import tseslint from 'typescript-eslint';
import { ARROWS, diagram, EXCEPTIONS, zones } from '../../../borders.mjs';

const ROOMS = Object.keys(ARROWS);
const RULE = 'import-x/no-restricted-paths';

/** The files of a folder of `src/`, without its sub-folders. */
const filesOf = (room: string): string[] =>
  readdirSync(path.join('src', room)).filter((name) => name.endsWith('.ts'));

/** A file of the room, for a probe to import. */
const oneOf = (room: string): string => path.join('src', room, filesOf(room)[0] ?? assert.fail(room));

function importing(room: string, others: readonly string[]): string {
  const lines = others.map((other, index) => {
    const from = path.relative(path.join('src', room), oneOf(other)).replace(/\.ts$/, '.js');
    const kind = index % 2 === 0 ? 'type ' : '';
    return `import ${kind}{ x as x${String(index)} } from '${from.startsWith('.') ? from : `./${from}`}';`;
  });
  return lines.join('\n');
}

describe('The table of borders', function () {
  this.timeout(60_000);
  const lint = new ESLint({
    overrideConfigFile: true,
    overrideConfig: {
      files: ['**/*.ts'],
      plugins: { 'import-x': importX },
      languageOptions: { parser: tseslint.parser },
      settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
      rules: { [RULE]: ['error', { zones: zones() }] },
    },
  });
  const refusedIn = async (room: string, others: readonly string[]): Promise<number> => {
    const [result] = await lint.lintText(importing(room, others), { filePath: oneOf(room) });
    assert.ok(result);
    assert.deepEqual(
      result.messages.filter(({ ruleId }) => ruleId !== RULE),
      [],
    );
    return result.messages.length;
  };

  for (const room of ROOMS) {
    const allowed = ARROWS[room] ?? [];
    it(`lets ${room}/ import exactly the rooms of its arrows, types included`, async () => {
      const forbidden = ROOMS.filter((other) => other !== room && !allowed.includes(other));
      assert.equal(await refusedIn(room, forbidden), forbidden.length);
      assert.equal(await refusedIn(room, allowed), 0);
    });
  }

  it('has no cycle: no room imports a room that imports it, directly or through others', () => {
    const above: string[] = [];
    const visited = new Set<string>();
    const visit = (room: string): void => {
      assert.ok(!above.includes(room), [...above, room].join(' → '));
      if (visited.has(room)) return;
      above.push(room);
      for (const below of ARROWS[room] ?? assert.fail(`no room ${room}`)) visit(below);
      above.pop();
      visited.add(room);
    };
    for (const room of ROOMS) visit(room);
  });

  it('contains every folder with code', () => {
    const folders = readdirSync('src', { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map(({ parentPath }) => path.relative('src', parentPath));
    assert.deepEqual([...new Set(folders)].filter((folder) => folder !== '').sort(), [...ROOMS].sort());
  });

  it('has no unused arrow', () => {
    const unused = ROOMS.flatMap((room) => {
      const sources = filesOf(room).map((name) => readFileSync(path.join('src', room, name), 'utf8'));
      const imported = sources.flatMap((source) =>
        [...source.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map(([, from = '']) =>
          path.dirname(path.join(room, from)),
        ),
      );
      return (ARROWS[room] ?? [])
        .filter((other) => !imported.includes(other))
        .map((other) => `${room} → ${other}`);
    });
    assert.deepEqual(unused, []);
  });

  it('has only exceptions that are used', () => {
    for (const [importer, imported] of EXCEPTIONS) {
      assert.ok(existsSync(path.join('src', imported)), imported);
      const from = path.relative(path.dirname(importer), imported).replace(/\.ts$/, '.js');
      assert.ok(readFileSync(path.join('src', importer), 'utf8').includes(`'${from}'`), importer);
    }
  });

  it('is the diagram in CONTRIBUTING.md', () => {
    assert.ok(readFileSync('CONTRIBUTING.md', 'utf8').includes(`\n${diagram()}\n`), diagram());
  });
});

describe('The files of src/', () => {
  it('have no import cycle, types included', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path.join('src', name));
    const importsOf = (file: string): string[] =>
      [...readFileSync(file, 'utf8').matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)]
        .map(([, from = '']) => path.join(path.dirname(file), from).replace(/\.js$/, '.ts'))
        .filter((other) => existsSync(other));
    const above: string[] = [];
    const visited = new Set<string>();
    const visit = (file: string): void => {
      const at = above.indexOf(file);
      assert.equal(at, -1, [...above.slice(at), file].join(' → '));
      if (visited.has(file)) return;
      above.push(file);
      importsOf(file).forEach(visit);
      above.pop();
      visited.add(file);
    };
    files.forEach(visit);
  });
});
