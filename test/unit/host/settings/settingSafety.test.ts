import assert from 'node:assert/strict';
import type { SettingKey } from '../../../../src/host/settings/ids.js';
import { SETTING_DEFAULTS } from '../../../../src/host/settings/ids.js';
import { safeSetting } from '../../../../src/host/settings/settingSafety.js';

/** The effective value if workspace and user (or only the workspace) have these values. */
const held = (key: SettingKey, workspace: unknown, user?: unknown): unknown =>
  safeSetting(key, { user, workspace });

describe('The settings of a repository', () => {
  it('decide how its data is synced', () => {
    assert.equal(held('bucket', 'theirs', 'mine'), 'theirs');
    assert.equal(held('syncDeletes', true), true);
    assert.equal(held('prefix', '', 'styles/'), '');
    assert.equal(held('concurrency', 4), 4);
  });

  it('count as unset if they have another type', () => {
    assert.equal(held('bucket', 5, 'mine'), 'mine');
    assert.equal(held('concurrency', 0), SETTING_DEFAULTS.concurrency);
    assert.equal(held('confirm', 'no'), 'deletes');
    assert.deepEqual(held('imageExtensions', ['png', 1]), SETTING_DEFAULTS.imageExtensions);
  });

  it('never turn off questions', () => {
    assert.equal(held('confirm', 'never'), 'deletes');
    assert.equal(held('confirm', 'never', 'always'), 'always');
    assert.equal(held('confirm', 'deletes', 'always'), 'always');
    assert.equal(held('confirm', undefined, 'never'), 'never');
    assert.equal(held('confirm', 'deletes', 'never'), 'deletes');
    assert.equal(held('confirm', 'always', 'never'), 'always');
  });

  it('never shorten what can be undone', () => {
    assert.equal(held('history.keepDays', 0), 30);
    assert.equal(held('history.keepDays', 90), 90);
    assert.equal(held('history.keepDays', 5, 2), 5);
    assert.equal(held('history.keepMegabytes', 0, 100), 100);
    assert.equal(held('history.keepMegabytes', undefined, 0), 0);
  });

  for (const folder of [
    '/etc',
    '\\\\server\\share',
    'C:\\Users',
    'c:x',
    '~/Pictures',
    '..',
    'a/../../b',
    'a\\..\\..\\b',
  ])
    it(`never lead outside the workspace: ${folder}`, () => {
      assert.equal(held('stylesFolder', folder), 'styles');
      assert.equal(held('stylesFolder', folder, '/data/styles'), '/data/styles');
      assert.equal(held('stylesFolder', undefined, folder), folder);
    });

  it('never turn on following links', () => {
    assert.equal(held('followLinks', true), false);
    assert.equal(held('followLinks', false, true), true);
  });

  it('may name another folder of the workspace', () => {
    for (const folder of ['data/sets', '.', './a', 'a..b'])
      assert.equal(held('stylesFolder', folder), folder);
  });

  it('never turn other files into images', () => {
    assert.deepEqual(held('imageExtensions', ['PNG', 'heic', 'txt', '', 'env', 'key', 'pem']), [
      'PNG',
      'heic',
    ]);
    assert.deepEqual(held('imageExtensions', ['key'], ['png']), ['png']);
    assert.deepEqual(held('imageExtensions', undefined, ['raw16']), ['raw16']);
  });
});
