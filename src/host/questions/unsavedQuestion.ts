import type * as vscode from 'vscode';
import { isHidden, mayBeCaption, stemOf } from '../../dataset/pairing.js';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { firstLines } from '../../operations/texts/firstNames.js';
import type { Translate } from '../../operations/texts/translate.js';
import { pathInside } from '../style/uris.js';
import { shownWord } from '../shown/shownWords.js';

/** Which files are being edited, and what is asked about them. */

/** The files below a folder that have unsaved edits, in the order of their names. */
export function unsavedFiles(
  documents: readonly Pick<vscode.TextDocument, 'isDirty' | 'uri'>[],
  folder: vscode.Uri,
): RelativePath[] {
  return documents
    .filter(({ isDirty }) => isDirty)
    .flatMap(({ uri }) => pathInside(folder, uri) ?? [])
    .sort();
}

/** Those that a sync would carry. `images`: the selected ones, whose captions go with them; left out: all. */
export function syncedCaptions(
  files: readonly RelativePath[],
  images: readonly RelativePath[] | undefined,
): RelativePath[] {
  const stems = images && new Set(images.map(stemOf));
  return files.filter((file) => mayBeCaption(file) && !isHidden(file) && (stems?.has(stemOf(file)) ?? true));
}

/** What the unsaved captions are asked about before. */
export type UnsavedAct = 'sync' | 'undo';

export interface UnsavedQuestion {
  readonly title: string;
  readonly detail: string;
  /** The buttons say the act. */
  readonly save: string;
  /** `undefined`: there is no going on without. */
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
