import type { ErrorData } from '../../core/errors.js';
import type { Translate } from './translate.js';

/** Says who holds the lock of a style, and where nobody may hold it any more, how it is removed. */
export function lockedSentence({ holder, host, file }: ErrorData, t: Translate): string {
  const sentence =
    host === undefined
      ? t('This style is being synced already, {0}.', place(holder, t))
      : t('This style is being synced already, on {0}.', host);
  return file === undefined
    ? sentence
    : t('{0} If nothing is running there any more, remove {1}', sentence, file);
}

/** `holder` is read from a file that others may write, so only its known values are believed. */
function place(holder: string | undefined, t: Translate): string {
  switch (holder) {
    case 'VS Code':
      return t('in another window');
    case 'this window':
      return t('in this window');
    case 'the command line':
      return t('by the command line');
    default:
      return t('somewhere else');
  }
}
