import type { Translate } from '../../operations/texts/translate.js';
import type { SyncDirection, SyncProgress } from '../../core/progress.js';
import { shownWord } from '../shown/shownWords.js';

/** The kind of a run: a sync with its direction, an undo of a whole run, an undo of some of its files, an edit of pairs. */
export type RunKind = SyncDirection | 'undo' | 'restore' | 'edit';

/** A run under way in one line: `Uploading 212 of 340 images and captions · 41 of 66 MB · cat 07.jpg`. */
export function progressText(kind: RunKind, progress: SyncProgress, t: Translate): string {
  const { phase, filesDone, filesTotal, bytesDone, bytesTotal } = progress;
  const current = shownWord(progress.current);
  switch (phase) {
    case 'listing':
      return t('Listing…');
    case 'comparing':
      return joinedByDot(t('Comparing {0} of {1} images and captions', filesDone, filesTotal), current);
    case 'deleting':
      return joinedByDot(t('Deleting {0} of {1} images and captions', filesDone, filesTotal), current);
    case 'transferring':
      return joinedByDot(
        transferText(kind, progress, t),
        bytesTotal > 0 ? bytesOf(bytesDone, bytesTotal, t) : '',
        current,
      );
  }
}

function transferText(kind: RunKind, { filesDone, filesTotal }: SyncProgress, t: Translate): string {
  switch (kind) {
    case 'to-s3':
      return t('Uploading {0} of {1} images and captions', filesDone, filesTotal);
    case 'from-s3':
      return t('Downloading {0} of {1} images and captions', filesDone, filesTotal);
    case 'undo':
      return t('Undoing {0} of {1} images and captions', filesDone, filesTotal);
    case 'restore':
      return t('Restoring {0} of {1} images and captions', filesDone, filesTotal);
    case 'edit':
      return t('Changing {0} of {1} images and captions', filesDone, filesTotal);
  }
}

/** Joins texts in one line and leaves out empty ones: `2 of 5 · cat 07.jpg`. */
export const joinedByDot = (...parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join(' · ');

const UNITS = ['B', 'KB', 'MB', 'GB', 'TB'];

/** In decimal units, as file managers count: `1.2 MB`, `340 KB`. */
export function bytesText(bytes: number): string {
  const unit = unitFor(bytes);
  return `${unit.format(bytes)} ${unit.name}`;
}

/** Both numbers in the unit of the larger one, for comparison: `41 of 66 MB`. */
function bytesOf(done: number, total: number, t: Translate): string {
  const unit = unitFor(total);
  return t('{0} of {1} {2}', unit.format(done), unit.format(total), unit.name);
}

function unitFor(bytes: number): { name: string; format: (bytes: number) => string } {
  const power = bytes < 1000 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const digits = power > 0 && bytes / 1000 ** power < 10 ? 1 : 0;
  return { name: UNITS[power] ?? '', format: (value) => (value / 1000 ** power).toFixed(digits) };
}

/** The share of a run that is done, 0 to 1; `undefined` while it is unknown. */
export function progressFraction(progress: SyncProgress): number | undefined {
  const { phase, filesDone, filesTotal, bytesDone, bytesTotal } = progress;
  if (phase === 'listing') return undefined;
  // Counted by bytes where there are any: a thousand captions weigh as much as one image.
  if (phase === 'transferring' && bytesTotal > 0) return Math.min(1, bytesDone / bytesTotal);
  return filesTotal > 0 ? Math.min(1, filesDone / filesTotal) : undefined;
}
