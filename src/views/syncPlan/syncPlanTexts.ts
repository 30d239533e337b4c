import { bytesText, joinedByDot } from '../../host/texts/progressText.js';
import { reasonText } from '../../operations/texts/planReasons.js';
import { filesInWords } from '../../operations/texts/fileNumbers.js';
import type { SyncResult } from '../../operations/protocol/results.js';
import { leftOutText } from '../../operations/texts/syncTexts.js';
import type { Translate } from '../../operations/texts/translate.js';
import type { SyncDirection } from '../../core/progress.js';
import {
  hasResolutions,
  nameOfResolution,
  type GroupKind,
  type PlanChoice,
  type PlannedFile,
  type PlanGroup,
  type PlannedRow,
  type ResolutionName,
  type SyncPlanModel,
} from './syncPlanModel.js';

/** The texts of the view “Sync Plan”. */

export function groupLabel(group: GroupKind, direction: SyncDirection, t: Translate): string {
  const isUpload = direction === 'to-s3';
  switch (group) {
    case 'upload':
      return t('Upload');
    case 'download':
      return t('Download');
    case 'keep':
      return isUpload ? t('Changed in S3') : t('Changed here');
    case 'conflict':
      return t('Conflicts');
    case 'deleteKnown':
      return isUpload
        ? t('Delete (deleted here since the last sync)')
        : t('Delete (deleted in S3 since the last sync)');
    case 'deleteUnknown':
      return isUpload ? t('Delete (never seen here)') : t('Delete (never seen in S3)');
    case 'stay':
      return isUpload ? t('Only in S3, stays there') : t('Only here, stays here');
    case 'problem':
      return t('Cannot be synced');
  }
}

/** `34 images and 30 captions · 12 MB` */
export function groupText({ rows }: PlanGroup, t: Translate): string {
  const files = rows.flatMap((row) => row.files);
  return joinedByDot(filesInWords(namesOf(files), t), bytesText(sizeOf(files)));
}

/** Resolution, reason, size, and the other files of the row: `keep both · changed here · 12 KB · with caption`. */
export function rowText(row: PlannedRow, model: SyncPlanModel, t: Translate): string {
  const { direction } = model.result;
  const reasons = new Set(row.files.map((file) => ownReason(file, direction, t)));
  return joinedByDot(
    hasResolutions(row.group) ? resolutionsText(row, model, t) : '',
    ...reasons,
    bytesText(sizeOf(row.files)),
    restText(row, t),
  );
}

export function fileText(file: PlannedFile, model: SyncPlanModel, t: Translate): string {
  const { planned, group } = file;
  return joinedByDot(
    hasResolutions(group)
      ? resolutionText(nameOfResolution(model.resolutionOf(file)), model.result.direction, t)
      : '',
    ownReason(file, model.result.direction, t),
    bytesText(planned.size),
  );
}

/** The reason, unless the heading of the group says it: a side bar has little room. */
function ownReason({ group, planned }: PlannedFile, direction: SyncDirection, t: Translate): string {
  return planned.reason === REASONS_IN_HEADINGS[group] ? '' : reasonText(planned, direction, t);
}

const REASONS_IN_HEADINGS: Partial<Readonly<Record<GroupKind, string>>> = {
  keep: 'changed in the target',
  deleteKnown: 'deleted here since the last sync',
  deleteUnknown: 'never seen here',
};

/** The totals of the chosen rows in one line above the rows. */
export function choiceText({ chosen, totals, leftOut, kept }: PlanChoice, t: Translate): string {
  const keptText = filesInWords(kept, t);
  return joinedByDot(
    chosen.length === 0
      ? t('Nothing is chosen')
      : joinedByDot(filesInWords(chosen, t), bytesText(totals.bytes)),
    leftOut.length === 0 ? '' : t('{0} left out', filesInWords(leftOut, t)),
    kept.length === 0
      ? ''
      : kept.length === 1
        ? t('{0} stays as it is', keptText)
        : t('{0} stay as they are', keptText),
  );
}

/** The line above the rows: their totals, and how many files of the other kind a sync of one kind leaves out. */
export function planMessage(model: Pick<SyncPlanModel, 'choice' | 'result'>, t: Translate): string {
  return joinedByDot(choiceText(model.choice(), t), leftOutText(model.result, t) ?? '');
}

/** The style, the direction, and the real folder of a linked style. */
export function directionText(
  styleId: string,
  { direction, folder = '' }: Pick<SyncResult, 'direction' | 'folder'>,
  t: Translate,
): string {
  return joinedByDot(direction === 'to-s3' ? t('{0} to S3', styleId) : t('{0} from S3', styleId), folder);
}

/** The resolution in the words of a row. */
function resolutionText(resolution: ResolutionName, direction: SyncDirection, t: Translate): string {
  const isUpload = direction === 'to-s3';
  switch (resolution) {
    case 'keep':
      return isUpload ? t('stays in S3') : t('stays here');
    case 'overwrite':
      return isUpload ? t('overwrite in S3') : t('overwrite here');
    case 'keep-both':
      return t('keep both');
    case 'merge':
      return t('merged');
  }
}

/** One text where all files of the row share a resolution; otherwise each text once. */
function resolutionsText({ files }: PlannedRow, model: SyncPlanModel, t: Translate): string {
  const { direction } = model.result;
  const texts = new Set(
    files.map((file) => resolutionText(nameOfResolution(model.resolutionOf(file)), direction, t)),
  );
  return [...texts].join(', ');
}

/** The files of the row besides the first, which names it. */
function restText({ files }: PlannedRow, t: Translate): string {
  if (files.length === 1) return '';
  const last = files.at(-1)?.planned.file ?? '';
  const hasCaption = last.endsWith('.txt');
  const others = files.length - (hasCaption ? 2 : 1);
  const parts = [...(others > 0 ? [t('+{0}', others)] : []), ...(hasCaption ? [t('with caption')] : [])];
  return parts.join(' ');
}

const namesOf = (files: readonly PlannedFile[]): string[] => files.map(({ planned }) => planned.file);

const sizeOf = (files: readonly PlannedFile[]): number =>
  files.reduce((sum, { planned }) => sum + planned.size, 0);
