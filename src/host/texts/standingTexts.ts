import type { StyleStanding } from '../../operations/protocol/standing.js';
import type { Translate } from '../../operations/texts/translate.js';
import { joinedByDot } from './progressText.js';

/** `1,280 images · 120 without caption`; `language`: BCP 47, for the numbers. */
export function countsText(
  { total, captioned }: { readonly total: number; readonly captioned: number },
  t: Translate,
  language: string,
): string {
  if (total === 0) return t('no images');
  const number = new Intl.NumberFormat(language);
  const images = total === 1 ? t('1 image') : t('{0} images', number.format(total));
  const without = total - captioned;
  return without === 0 ? images : `${images} · ${t('{0} without caption', number.format(without))}`;
}

/** Where a style stands with S3, in one line. */
export interface StandingText {
  readonly text: string;
  /** Whether a sync would do something, or the user should look into something: such a line comes first. */
  readonly needsSync: boolean;
}

export interface StandingContext {
  readonly t: Translate;
  /** BCP 47, for numbers and times. */
  readonly language: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
  /** Whether a sync deletes in S3 what is gone here. */
  readonly syncDeletes: boolean;
}

/** `never synced` · `broken off: 2,083 of 5,700` · `34 to upload` · `2 deleted here, still in S3` · `synced 5 minutes ago` */
export function standingText(standing: StyleStanding, context: StandingContext): StandingText {
  const { t } = context;
  const brokenOff = brokenOffText(standing, context);
  if (brokenOff !== undefined) return { text: brokenOff, needsSync: true };
  if (!standing.isSynced) return { text: t('never synced'), needsSync: true };
  const open = joinedByDot(...openTexts(standing, context));
  if (open !== '') return { text: open, needsSync: true };
  return { text: syncedText(standing.syncedAtMs, context), needsSync: false };
}

/** How many pairs a sync to S3 would change; 0 where it is not known where it would go. */
export function pairsToSync(
  { hasPlace, pairsToUpload, deletedHereCount }: StyleStanding,
  syncDeletes: boolean,
): number {
  return hasPlace ? pairsToUpload + (syncDeletes ? deletedHereCount : 0) : 0;
}

/** `2 deleted here, still in S3` */
export function deletedHereText(count: number, { t, language, syncDeletes }: StandingContext): string {
  const number = new Intl.NumberFormat(language).format(count);
  return syncDeletes ? t('{0} to delete in S3', number) : t('{0} deleted here, still in S3', number);
}

function brokenOffText({ brokenOff }: StyleStanding, { t, language }: StandingContext): string | undefined {
  if (brokenOff === undefined) return undefined;
  const number = new Intl.NumberFormat(language);
  const { done, total } = brokenOff;
  return done === undefined
    ? t('broken off')
    : t('broken off: {0} of {1}', number.format(done), number.format(total));
}

function* openTexts(standing: StyleStanding, context: StandingContext): Generator<string> {
  const { t, language } = context;
  const number = new Intl.NumberFormat(language);
  const { conflicts, failed, pairsToUpload, deletedHereCount } = standing;
  if (conflicts > 0) yield conflicts === 1 ? t('1 conflict') : t('{0} conflicts', number.format(conflicts));
  if (failed > 0) yield t('{0} failed', number.format(failed));
  if (pairsToUpload > 0) yield t('{0} to upload', number.format(pairsToUpload));
  if (deletedHereCount > 0) yield deletedHereText(deletedHereCount, context);
}

const MINUTE_MS = 60_000;
const UNITS = [
  ['day', 24 * 60 * MINUTE_MS],
  ['hour', 60 * MINUTE_MS],
  ['minute', MINUTE_MS],
] as const;

/** `synced 5 minutes ago`; without a time, the sync was one of an earlier version. */
function syncedText(syncedAtMs: number | undefined, { t, language, nowMs }: StandingContext): string {
  if (syncedAtMs === undefined) return t('synced');
  const ageMs = nowMs - syncedAtMs;
  const unit = UNITS.find(([, ms]) => ageMs >= ms);
  if (unit === undefined) return t('synced just now');
  const [name, ms] = unit;
  const ago = new Intl.RelativeTimeFormat(language, { numeric: 'always' });
  return t('synced {0}', ago.format(-Math.floor(ageMs / ms), name));
}
