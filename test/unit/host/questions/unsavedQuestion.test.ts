import assert from 'node:assert/strict';
import type * as vscode from 'vscode';
import {
  syncedCaptions,
  unsavedFiles,
  unsavedQuestion,
} from '../../../../src/host/questions/unsavedQuestion.js';
import { plainText } from '../../../../src/operations/texts/translate.js';

const uri = (path: string, scheme = 'file') => ({ scheme, authority: '', path }) as unknown as vscode.Uri;
const document = (path: string, isDirty = true, scheme?: string) => ({ isDirty, uri: uri(path, scheme) });

describe('files with unsaved edits', () => {
  it('are those below the style’s folder, by relative path', () => {
    const documents = [
      document('/styles/16/sub/b.txt'),
      document('/styles/16/a.txt'),
      document('/styles/16/saved.txt', false),
      document('/styles/160/other.txt'),
      document('/styles/16/a.txt', true, 'git'),
      document('Untitled-1', true, 'untitled'),
    ];
    assert.deepEqual(unsavedFiles(documents, uri('/styles/16')), ['a.txt', 'sub/b.txt']);
  });

  it('matter to a sync only if they may be captions, and with a selection only those of its images', () => {
    const files = ['a.txt', 'sub/b.txt', 'notes.md', '.hidden/c.txt'];
    assert.deepEqual(syncedCaptions(files, undefined), ['a.txt', 'sub/b.txt']);
    assert.deepEqual(syncedCaptions(files, ['sub/b.png', 'd.png']), ['sub/b.txt']);
  });

  it('are counted in the question, which names the first five', () => {
    const files = [1, 2, 3, 4, 5, 6, 7].map((i) => `cat ${i}.txt`);
    const { title, detail, save, leave } = unsavedQuestion(files, 'sync', plainText);
    assert.equal(title, 'Save 7 captions before syncing?');
    assert.deepEqual(detail.split('\n'), [
      ...files.slice(0, 5),
      '… and 2 more',
      '',
      'Without saving, the captions are synced as they are on disk.',
    ]);
    assert.deepEqual([save, leave], ['Save and Sync', 'Sync Without Saving']);
  });

  it('are never lost to an undo, which continues only after they are saved', () => {
    assert.deepEqual(unsavedQuestion(['cat.txt'], 'undo', plainText), {
      title: 'Save 1 caption before undoing?',
      detail: 'cat.txt\n\nWhat you have edited since the sync is kept as it is.',
      save: 'Save and Undo',
      leave: undefined,
    });
  });
});
