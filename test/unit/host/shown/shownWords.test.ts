import assert from 'node:assert/strict';
import { plainText } from '../../../../src/operations/texts/translate.js';
import { isFolded, shownWord, withoutIcons, withoutLinks } from '../../../../src/host/shown/shownWords.js';

/** VS Code's patterns (1.100 to 1.139) for links in a notification, and for icons in the texts of a list. */
const LINK = /\[([^\]]+)\]\(((?:https?:\/\/|command:|file:)[^)\s]+)(?: (["'])(.+?)(\3))?\)/i;
const ICON = /(?<!\\)\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/;

describe('Text that the editor shows', () => {
  it('becomes no link in a notification, and reads the same', () => {
    for (const name of [
      '[Show details](command:workbench.action.reloadWindow)',
      '[a](https://example.com "title")',
      '[a](file:///etc/hosts)',
      '[a](command:b)[a](command:b)',
    ]) {
      assert.match(name, LINK);
      assert.doesNotMatch(withoutLinks(name), LINK);
      assert.equal(withoutLinks(name).replaceAll('\u200b', ''), name);
    }
    // Two adjacent texts can form one link, so the whole sentence is sanitised.
    assert.doesNotMatch(withoutLinks(plainText('{0}{1}', '[a]', '(command:b)')), LINK);
  });

  it('becomes no icon in a list', () => {
    assert.equal(withoutIcons('$(sync) $(loading~spin) $(a b) $5'), '\\$(sync) \\$(loading~spin) $(a b) $5');
    assert.doesNotMatch(withoutIcons('$($(trash)) \\\\$(trash)'), ICON);
  });

  it('is folded by the editor if it is longer than one line and the message has no button', () => {
    const long = 'http://s3.example is reached without encryption: on the way, anybody can read images.';
    assert.deepEqual([isFolded(long, []), isFolded(long, ['Show Log'])], [true, false]);
    assert.equal(isFolded('Synced 16 to S3: 34 uploaded, 2 deleted.', []), false);
  });

  it('is one line, without characters that change the text direction', () => {
    assert.equal(shownWord('a\nb\u202ec'), 'a\\nb\\u{202e}c');
  });

  it('is cut in its middle, so that a notification has space for the advice', () => {
    const name = shownWord(`${'猫'.repeat(300)}😀${'x'.repeat(300)}.jpg`);
    assert.ok(name.length <= 401);
    assert.match(name, /^猫+…x+\.jpg$/);
    assert.ok(shownWord('😀'.repeat(600)).isWellFormed());
    assert.equal(shownWord('a'.repeat(400)), 'a'.repeat(400));
  });
});
