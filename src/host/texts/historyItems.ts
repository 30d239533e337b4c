import type { PairAct, RunFiles, RunSummary } from '../../operations/protocol/results.js';
import type { Translate } from '../../operations/texts/translate.js';
import { runCounts, runTitle, timeText } from '../../operations/texts/undoTexts.js';
import { bytesText } from './progressText.js';

/** The rows of the history, and of the files that can be restored from a run. */

export interface ItemTexts {
  readonly label: string;
  readonly description: string;
  readonly detail?: string;
}

export interface RunTexts extends ItemTexts {
  /** The name of a codicon. */
  readonly icon: string;
}

/** `Sync to S3`, `5 minutes ago`; detail: `34 new, 2 replaced · 14:32 · by VS Code · undone`. */
export function runItem(run: RunSummary, nowMs: number, locale: string, t: Translate): RunTexts {
  const details = [
    runCounts(run, t),
    timeText(run.started_at, nowMs),
    t('by {0}', run.by),
    ...(run.ended_at === null ? [t('did not end')] : []),
    ...(run.undone ? [t('undone')] : []),
    ...(run.proven ? [] : [t('not known to be yours')]),
  ];
  return {
    icon: iconOf(run),
    label: runTitle(run, t),
    description: relativeTime(run.started_at, nowMs, locale),
    detail: details.join(' · '),
  };
}

function iconOf({ kind, direction, edit }: RunSummary): string {
  if (edit !== undefined) return EDIT_ICONS[edit.act];
  if (kind === 'undo') return 'discard';
  return direction === 'to-s3' ? 'cloud-upload' : 'cloud-download';
}

/** The names of codicons. */
const EDIT_ICONS: Readonly<Record<PairAct, string>> = {
  delete: 'trash',
  rename: 'edit',
  duplicate: 'copy',
  add: 'new-file',
  'move-in': 'sign-in',
  'move-out': 'sign-out',
};

/** Whether the run is a sync or an edit that has not been undone. */
export const canBeUndone = ({ kind, undone }: RunSummary): boolean => kind !== 'undo' && !undone;

export interface RestorableItem extends ItemTexts {
  /** Relative path. */
  readonly file: string;
}

/** The files that a run replaced or deleted. A file that changed on both sides is one row. */
export function restorableItems(
  { restorable }: Pick<RunFiles, 'restorable'>,
  t: Translate,
): RestorableItem[] {
  const descriptions = new Map<string, string[]>();
  for (const { file, side, what, size } of restorable) {
    const act = what === 'deleted' ? t('deleted') : t('replaced');
    const place = side === 's3' ? t('in S3') : t('here');
    const parts = descriptions.get(file) ?? [];
    descriptions.set(file, [...parts, `${act} ${place} · ${bytesText(size)}`]);
  }
  return [...descriptions].map(([file, parts]) => ({ file, label: file, description: parts.join(', ') }));
}

const MINUTE_MS = 60_000;

const UNITS = [
  ['year', 365 * 24 * 60 * MINUTE_MS],
  ['month', 30 * 24 * 60 * MINUTE_MS],
  ['day', 24 * 60 * MINUTE_MS],
  ['hour', 60 * MINUTE_MS],
  ['minute', MINUTE_MS],
] as const;

/** `5 minutes ago`, `yesterday`, in the language of the editor. */
export function relativeTime(iso: string, nowMs: number, locale: string): string {
  const ago = nowMs - Date.parse(iso);
  const format = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  const [unit, length] = UNITS.find(([, unitMs]) => ago >= unitMs) ?? (['second', 1000] as const);
  // The clock may have been put back since: a time in the future is shown as now.
  return unit === 'second' ? format.format(0, unit) : format.format(-Math.floor(ago / length), unit);
}
