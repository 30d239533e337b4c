import type * as vscode from 'vscode';
import { isHidden, mayBeCaption, stemOf } from '../../dataset/pairing.js';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { firstLines } from '../../operations/texts/firstNames.js';
import type { Translate } from '../../operations/texts/translate.js';
import { pathInside } from '../style/uris.js';
import { shownWord } from '../shown/shownWords.js';

/** Files with unsaved edits, and the question about them. */

/** The files below a folder that have unsaved edits, sorted by path. */
export function unsavedFiles(
  documents: readonly Pick<vscode.TextDocument, 'isDirty' | 'uri'>[],
  folder: vscode.Uri,
): RelativePath[] {
  return documents
    .filter(({ isDirty }) => isDirty)
    .flatMap(({ uri }) => pathInside(folder, uri) ?? [])
    .sort();
}

/**
 * The captions among the files that a sync would transfer. `images`: the selected images, whose captions go with them;
 * left out: all.
 */
export function syncedCaptions(
  files: readonly RelativePath[],
  images: readonly RelativePath[] | undefined,
): RelativePath[] {
  const stems = images && new Set(images.map(stemOf));
  return files.filter((file) => mayBeCaption(file) && !isHidden(file) && (stems?.has(stemOf(file)) ?? true));
}

/** The operation before which the question is asked. */
export type UnsavedAct = 'sync' | 'undo';

export interface UnsavedQuestion {
  readonly title: string;
  readonly detail: string;
  /** The labels of the buttons: a verb and its object. */
  readonly save: string;
  /** `undefined`: the operation needs the captions to be saved. */
  readonly leave: string | undefined;
}

export function unsavedQuestion(
  files: readonly RelativePath[],
  act: UnsavedAct,
  t: Translate,
): UnsavedQuestion {
  const named = firstLines(files, shownWord, t);
  const detail = (consequence: string): string => [...named, '', consequence].join('\n');
  const count = files.length;
  if (act === 'undo') {
    return {
      title:
        count === 1 ? t('Save 1 caption before undoing?') : t('Save {0} captions before undoing?', count),
      detail: detail(t('What you have edited since the sync is kept as it is.')),
      save: t('Save and Undo'),
      leave: undefined,
    };
  }
  return {
    title: count === 1 ? t('Save 1 caption before syncing?') : t('Save {0} captions before syncing?', count),
    detail: detail(t('Without saving, the captions are synced as they are on disk.')),
    save: t('Save and Sync'),
    leave: t('Sync Without Saving'),
  };
}
