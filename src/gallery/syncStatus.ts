import { l10n } from 'vscode';
import type { StyleState } from '../host/style.js';
import type { SyncDirection, SyncProgress } from '../sync/progress.js';
import type { SyncStatus } from './protocol.js';

/** A running sync in one line and one number; `null` where none runs. */
export function syncStatus(sync: StyleState['sync']): SyncStatus | null {
  if (sync === undefined) return null;
  const { direction, progress } = sync;
  if (progress === undefined) return { text: l10n.t('Starting…'), fraction: null };
  return { text: progressText(direction, progress), fraction: progressFraction(progress) };
}

function progressText(direction: SyncDirection, progress: SyncProgress): string {
  const { phase, filesDone, filesTotal, bytesDone, bytesTotal, current } = progress;
  switch (phase) {
    case 'listing':
      return l10n.t('Listing…');
    case 'comparing':
      return parts(l10n.t('Comparing {0} of {1}', filesDone, filesTotal), current);
    case 'deleting':
      return parts(l10n.t('Deleting {0} of {1}', filesDone, filesTotal), current);
    case 'transferring':
      return parts(
        direction === 'to-s3'
          ? l10n.t('Uploading {0} of {1}', filesDone, filesTotal)
          : l10n.t('Downloading {0} of {1}', filesDone, filesTotal),
        bytesTotal > 0 ? bytesOf(bytesDone, bytesTotal) : '',
        current,
      );
  }
}

function parts(...texts: readonly string[]): string {
  return texts.filter((text) => text !== '').join(' · ');
}

/** Both numbers in the unit of the larger one: `41 of 66 MB`. */
function bytesOf(done: number, total: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  const power = Math.min(Math.floor(Math.log10(total) / 3), units.length - 1);
  const inUnit = (bytes: number): string => {
    const value = bytes / 1000 ** power;
    return power > 0 && total / 1000 ** power < 10 ? value.toFixed(1) : Math.round(value).toFixed(0);
  };
  return l10n.t('{0} of {1} {2}', inUnit(done), inUnit(total), units[power] ?? '');
}

/** By bytes while there are some: a thousand captions weigh as much as one image. */
function progressFraction({
  phase,
  filesDone,
  filesTotal,
  bytesDone,
  bytesTotal,
}: SyncProgress): number | null {
  if (phase === 'listing') return null;
  if (phase === 'transferring' && bytesTotal > 0) return Math.min(1, bytesDone / bytesTotal);
  return filesTotal > 0 ? Math.min(1, filesDone / filesTotal) : null;
}
