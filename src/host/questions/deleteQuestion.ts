import type { RelativePath } from '../../dataset/trainingImage.js';
import { firstLines } from '../../operations/texts/firstNames.js';
import { imagesAndCaptions } from '../../operations/texts/pairsTexts.js';
import type { Translate } from '../../operations/texts/translate.js';
import { shownWord } from '../shown/shownWords.js';
import { bytesText } from '../texts/progressText.js';

/** What a delete would take. */
export interface Deleted {
  readonly images: readonly RelativePath[];
  readonly captions: readonly RelativePath[];
  /** Captions with unsaved text. */
  readonly unsaved: readonly RelativePath[];
  /** Captions that stay, because another image has them too. */
  readonly shared: readonly RelativePath[];
  /** Bytes, as far as they are known. */
  readonly bytes: number;
  /** The setting: how much the history keeps. */
  readonly keepMegabytes: number;
}

const MEBIBYTE = 1024 * 1024;

/** The question before pairs are deleted: what goes, what stays, and how it comes back. */
export function deleteQuestion(
  deleted: Deleted,
  t: Translate,
): { readonly title: string; readonly detail: string; readonly button: string } {
  const { images, captions, unsaved, shared, bytes, keepMegabytes } = deleted;
  const [only] = images.length + captions.length === 1 ? [...images, ...captions] : [];
  const files = [...images, ...captions].sort();
  const isMoreThanKept = bytes > keepMegabytes * MEBIBYTE;
  const lines = [
    ...(only === undefined ? [...firstLines(files, shownWord, t), ''] : []),
    ...(unsaved.length === 0 ? [] : [unsavedLine(unsaved.length, t)]),
    ...(shared.length === 0 ? [] : [sharedLine(shared, t)]),
    isMoreThanKept
      ? t(
          'They take {0}, more than the history keeps ({1} MB): they can be brought back only until the next change.',
          bytesText(bytes),
          keepMegabytes,
        )
      : t('You can bring everything back with Undo, or in “Show Sync History”.'),
    t('What is in S3 stays there until a sync to S3 with Sync Deletes.'),
  ];
  return {
    title:
      only === undefined
        ? t('Delete {0}?', imagesAndCaptions(images.length, captions.length, t))
        : t('Delete “{0}”?', shownWord(only)),
    detail: lines.join('\n'),
    button: t('Delete'),
  };
}

const unsavedLine = (count: number, t: Translate): string =>
  count === 1
    ? t('1 caption has unsaved text. It is saved first, so that it can come back too.')
    : t('{0} captions have unsaved text. They are saved first, so that they can come back too.', count);

const sharedLine = (shared: readonly RelativePath[], t: Translate): string =>
  shared.length === 1
    ? t('“{0}” stays: another image has it too.', shownWord(shared[0] ?? ''))
    : t('{0} captions stay: other images have them too.', shared.length);
