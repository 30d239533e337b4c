import { progressFraction, progressText } from '../host/texts/progressText.js';
import type { RunState } from '../host/style/style.js';
import type { Translate } from '../operations/texts/translate.js';
import type { SyncStatus } from './messages/protocol.js';

/** A run as one line and one number; `null`: nothing runs. */
export function syncStatus(run: RunState | undefined, t: Translate): SyncStatus | null {
  if (run === undefined) return null;
  const { kind, progress, isAsking = false } = run;
  if (isAsking) return { text: t('Waiting for your answer'), fraction: 0 };
  if (progress === undefined) return { text: t('Starting…'), fraction: null };
  return { text: progressText(kind, progress, t), fraction: progressFraction(progress) ?? null };
}
