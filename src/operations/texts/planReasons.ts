import type { PlannedAction } from '../protocol/results.js';
import type { Translate } from './translate.js';
import type { SyncDirection } from '../../core/progress.js';

/** The engine's reasons for a user in front of the folder. In the engine's words “here” is the source of the sync. */
export function reasonText(
  { reason }: Pick<PlannedAction, 'reason'>,
  direction: SyncDirection,
  t: Translate,
): string {
  const isUpload = direction === 'to-s3';
  switch (reason) {
    case 'new':
      return t('new');
    case 'deleted there since the last sync':
      return isUpload ? t('deleted in S3 since the last sync') : t('deleted here since the last sync');
    case 'changed in the source':
      return isUpload ? t('changed here') : t('changed in S3');
    case 'differs, no history':
      return t('differs, not known from an earlier sync');
    case 'overwrites a change in the target':
      return isUpload ? t('overwrites a change in S3') : t('overwrites a change made here');
    case 'changed in the target':
      return isUpload ? t('changed in S3') : t('changed here');
    case 'the other file of its pair is in conflict':
      return t('the other file of its pair is in conflict');
    case 'changed on both sides':
      return t('changed on both sides');
    case 'deleted here, edited there':
      return isUpload ? t('deleted here, edited in S3') : t('deleted in S3, edited here');
    case 'deleted here since the last sync':
      return isUpload ? t('deleted here since the last sync') : t('deleted in S3 since the last sync');
    case 'never seen here':
      return isUpload ? t('never seen here') : t('never seen in S3');
    default:
      return reason;
  }
}
