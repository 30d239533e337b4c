import assert from 'node:assert/strict';
import {
  canBeUndone,
  relativeTime,
  restorableItems,
  runItem,
} from '../../../../src/host/texts/historyItems.js';
import { plainText } from '../../../../src/operations/texts/translate.js';
import { aRun, NOW, restorable } from '../historyRuns.js';

describe('the rows of the history', () => {
  it('give a run’s direction, time, numbers and program', () => {
    assert.deepEqual(runItem(aRun({ created: 3, deleted: 1 }), NOW, 'en', plainText), {
      icon: 'cloud-upload',
      label: 'Sync to S3',
      description: '28 minutes ago',
      detail: '3 new, 1 deleted · 14:32 · by VS Code',
    });
  });

  it('mark an undone run, an unfinished run, and an undo', () => {
    const run = aRun({ direction: 'from-s3', undone: true, ended_at: null });
    const { icon, label, detail } = runItem(run, NOW, 'en', plainText);
    assert.deepEqual([icon, label], ['cloud-download', 'Sync from S3']);
    assert.equal(detail, 'nothing changed · 14:32 · by VS Code · did not end · undone');
    const undo = runItem(aRun({ kind: 'undo' }), NOW, 'en', plainText);
    assert.deepEqual([undo.icon, undo.label], ['discard', 'Undo of a sync to S3']);
  });

  it('offer undo for syncs that were not undone yet', () => {
    assert.deepEqual([aRun(), aRun({ undone: true }), aRun({ kind: 'undo' })].map(canBeUndone), [
      true,
      false,
      false,
    ]);
  });

  it('give the time in the editor’s language, and never in the future', () => {
    const ago = (minutes: number, locale = 'en'): string =>
      relativeTime(new Date(NOW - minutes * 60_000).toISOString(), NOW, locale);
    assert.equal(ago(0.5), 'now');
    assert.equal(ago(-90), 'now');
    assert.equal(ago(1), '1 minute ago');
    assert.equal(ago(59), '59 minutes ago');
    assert.equal(ago(150), '2 hours ago');
    assert.equal(ago(24 * 60), 'yesterday');
    assert.equal(ago(3 * 24 * 60, 'de'), 'vor 3 Tagen');
    assert.equal(ago(70 * 24 * 60), '2 months ago');
  });
});

describe('the files that a run removed', () => {
  it('are listed once, with the change on each side', () => {
    const run = aRun({
      restorable: [
        restorable('a.jpg'),
        { ...restorable('a.txt', 'local'), what: 'replaced' },
        restorable('a.txt'),
      ],
    });
    assert.deepEqual(restorableItems(run, plainText), [
      { file: 'a.jpg', label: 'a.jpg', description: 'deleted in S3 · 1.2 KB' },
      {
        file: 'a.txt',
        label: 'a.txt',
        description: 'replaced here · 1.2 KB, deleted in S3 · 1.2 KB',
      },
    ]);
  });
});
