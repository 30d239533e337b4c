import type { DeletionsToApprove } from '../styles/requests.js';
import type { Translate } from '../styles/texts.js';

/** What is asked before a sync deletes anything. */
export interface DeletionQuestion {
  readonly title: string;
  readonly detail: string;
  /** The button says the act. */
  readonly button: string;
}

const NAMED = 5;

/** Names what would be deleted, why, and that it cannot be undone. */
export function deletionQuestion(deletions: DeletionsToApprove, t: Translate): DeletionQuestion {
  const { side, files } = deletions;
  const count = files.length;
  const named = files.slice(0, NAMED).map(({ file, reason }) => t('{0} – {1}', file, reasonText(reason, t)));
  if (count > NAMED) named.push(t('… and {0} more', count - NAMED));
  const source =
    side === 'S3'
      ? t('They are not in the local folder. This cannot be undone.')
      : t('They are not in S3. This cannot be undone.');
  return {
    title: titleOf(side, count, t),
    detail: [...named, '', source].join('\n'),
    button: count === 1 ? t('Delete 1 File') : t('Delete {0} Files', count),
  };
}

function titleOf(side: DeletionsToApprove['side'], count: number, t: Translate): string {
  if (side === 'S3') return count === 1 ? t('Delete 1 file from S3?') : t('Delete {0} files from S3?', count);
  return count === 1 ? t('Delete 1 local file?') : t('Delete {0} local files?', count);
}

/** The engine gives its reasons in the words of the log, where “here” is the side that they are synced from. */
function reasonText(reason: string, t: Translate): string {
  if (reason === 'deleted here since the last sync') return t('deleted since the last sync');
  if (reason === 'never seen here') return t('not known from an earlier sync');
  return reason;
}
