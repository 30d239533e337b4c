import { progressFraction, progressText } from '../host/texts/progressText.js';
import type { StyleState } from '../host/style/style.js';
import type { Translate } from '../operations/texts/translate.js';
import type { SyncStatus } from './messages/protocol.js';

/** A running sync in one line and one number; `null` where none runs. */
export function syncStatus(sync: StyleState['sync'], t: Translate): SyncStatus | null {
  if (sync === undefined) return null;
  const { direction, progress } = sync;
  if (progress === undefined) return { text: t('Starting…'), fraction: null };
  return { text: progressText(direction, progress, t), fraction: progressFraction(progress) ?? null };
}
