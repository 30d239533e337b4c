import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { uselessInPackage, userReadme } from '../../../scripts/packaging/userReadme.js';

const README = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

describe('the README of a package', () => {
  it('leaves out what only a reader of the repository can use', () => {
    const text =
      'Text.\n\n<!-- repository -->\n\n![a](media/a.png)\n\n<!-- /repository -->\n\nMore<!-- repository --> ([a](b.md))<!-- /repository -->.\n';
    assert.equal(userReadme(text), 'Text.\n\nMore.\n');
  });

  for (const [text, reason] of [
    ['![a](media/a.png)', /media\/a\.png/],
    ['[rules](docs/rules.md)', /docs\/rules\.md/],
    ['<img src="media/a.webp">', /media\/a\.webp/],
    ['`npm ci && npm run demo`', /npm ci/],
    ['a <!-- repository --> b', /mark/],
    ['![a](data:image/png;base64,AA)', /data:/],
  ] as const) {
    it(`is refused with ${text}`, () => {
      assert.match(uselessInPackage(text).join(), reason);
      assert.throws(() => userReadme(text), reason);
    });
  }

  it('of this repository reads from its first line to its last, and keeps every section of a user', () => {
    const text = userReadme(README);
    assert.ok(text.startsWith('# S3 Training Data Manager\n\nA VS Code extension for people who train'));
    const headings = (of: string): string[] => [...of.matchAll(/^## .*/gm)].map(([line]) => line);
    const left = headings(README).filter((heading) => !headings(text).includes(heading));
    assert.deepEqual(left, ['## Try it', '## Install']);
    assert.doesNotMatch(text, /\n{3}/);
  });
});
