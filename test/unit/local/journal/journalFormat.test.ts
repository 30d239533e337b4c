import assert from 'node:assert/strict';
import { parseJournal, takenAway } from '../../../../src/local/journal/journalFormat.js';
import { creationOf, deletionOf, headerOf } from './recordedRun.js';

describe('takenAway', () => {
  const textOf = (...lines: unknown[]): string => lines.map((line) => `${JSON.stringify(line)}\n`).join('');

  it('returns what the acts took away, whatever their files are called', () => {
    const names = ['"before":null.jpg', '{"done":1}.jpg', '\\"before\\":null', 'a.jpg'];
    const text = textOf(
      { run: headerOf('1') },
      ...names.flatMap((name, i) => [
        { intent: deletionOf(2 * i, `content ${String(i)}`, name) },
        { done: 2 * i },
        { intent: creationOf(2 * i + 1, name) },
        { done: 2 * i + 1, etag: '"before":null' },
      ]),
      { end: 1 },
    );
    const acts = parseJournal(text, { root: '/16', identity: '' })?.acts ?? [];
    assert.deepEqual(
      takenAway(text),
      acts.flatMap(({ before }) => before ?? []),
    );
    assert.equal(takenAway(text).length, names.length);
  });

  it('counts each act once, and skips lines that it cannot read', () => {
    const line = { intent: deletionOf(1, 'one') };
    const text = `${textOf({ run: headerOf('1') }, line, line)}{"intent":{"seq":2,"before":{"si`;
    assert.deepEqual(takenAway(text), [line.intent.before]);
  });
});
