import type { PlannedAction, SyncResult } from '../../operations/protocol/results.js';
import { firstLines } from '../../operations/texts/firstNames.js';
import type { Translate } from '../../operations/texts/translate.js';
import { reasonText } from '../texts/planReasons.js';

/** The question before a sync deletes or overwrites files. */
export interface PlanQuestion {
  readonly title: string;
  readonly detail: string;
  /** The label of the button: a verb and its object. */
  readonly button: string;
}

/** The question about deletions and overwrites without history. `undefined`: the plan has none. */
export function lossQuestion(plan: SyncResult, t: Translate): PlanQuestion | undefined {
  const rows = plan.plan ?? [];
  const overwritten = rows.filter(({ reason }) => reason === 'differs, no history');
  const deleted = rows.filter(({ action }) => action === 'delete');
  if (overwritten.length + deleted.length === 0) return undefined;
  return {
    title: lossTitle(plan, overwritten.length, deleted.length, t),
    detail: [
      ...linkLines(plan, t),
      ...namesOf([...deleted, ...overwritten], plan, t),
      '',
      [...lossReasons(plan, overwritten.length, deleted.length, t), undoSentence(t)].join(' '),
    ].join('\n'),
    button: lossButton(overwritten.length, deleted.length, t),
  };
}

/** The second question, about a plan that looks like an accident. `undefined`: no guard has tripped. */
export function guardQuestion(plan: SyncResult, t: Translate): PlanQuestion | undefined {
  const guards = plan.guards ?? [];
  if (guards.length === 0) return undefined;
  const lost = (plan.plan ?? []).filter((row) => isReplaced(row, plan) || row.action === 'delete');
  const all = Math.max(lost.length, targetFiles(plan));
  const [isMuch, isOtherFolder] = [guards.includes('mass-change'), guards.includes('replaced-folder')];
  const linked = guards.includes('linked-folder') ? plan.folder : undefined;
  const side = plan.direction === 'to-s3' ? t('S3') : t('the folder');
  return {
    title: isMuch
      ? t('Replace or delete {0} of {1} files in {2}?', lost.length, all, side)
      : linked !== undefined
        ? t('Replace or delete files in {0}?', linked)
        : t('Has the folder of {0} been replaced?', plan.style_id),
    detail: [
      ...linkLines(plan, t),
      ...(linked === undefined ? [] : [...namesOf(lost, plan, t), '']),
      guardReasons({ isMuch, isOtherFolder, isLinked: linked !== undefined }, t).join(' '),
    ].join('\n'),
    button: lost.length === 1 ? t('Replace or Delete 1 File') : t('Replace or Delete {0} Files', lost.length),
  };
}

function guardReasons(
  is: { readonly isMuch: boolean; readonly isOtherFolder: boolean; readonly isLinked: boolean },
  t: Translate,
): string[] {
  return [
    ...(is.isMuch
      ? [t('That is a large part of the style at once. Check the folder and its place in S3 first.')]
      : []),
    ...(is.isOtherFolder
      ? [
          t('The folder is not the one of the last sync: another disk may be mounted in its place.'),
          t('Files that are missing in it would be deleted from S3.'),
        ]
      : []),
    ...(is.isLinked ? [t('Go on only if the link is yours, and these files are training data.')] : []),
    undoSentence(t),
  ];
}

/** Names the real folder of a style that was reached through a link. */
const linkLines = ({ style_id, folder }: SyncResult, t: Translate): string[] =>
  folder === undefined ? [] : [t('{0} is a link. Its folder is {1}', style_id, folder), ''];

function lossTitle({ direction }: SyncResult, overwritten: number, deleted: number, t: Translate): string {
  const isS3 = direction === 'to-s3';
  if (overwritten === 0) {
    if (isS3) return deleted === 1 ? t('Delete 1 file from S3?') : t('Delete {0} files from S3?', deleted);
    return deleted === 1 ? t('Delete 1 local file?') : t('Delete {0} local files?', deleted);
  }
  if (deleted === 0) {
    if (isS3) {
      return overwritten === 1 ? t('Overwrite 1 file in S3?') : t('Overwrite {0} files in S3?', overwritten);
    }
    return overwritten === 1 ? t('Overwrite 1 local file?') : t('Overwrite {0} local files?', overwritten);
  }
  return isS3
    ? t('Overwrite {0} and delete {1} files in S3?', overwritten, deleted)
    : t('Overwrite {0} and delete {1} local files?', overwritten, deleted);
}

function lossButton(overwritten: number, deleted: number, t: Translate): string {
  if (overwritten === 0) return deleted === 1 ? t('Delete 1 File') : t('Delete {0} Files', deleted);
  if (deleted === 0) {
    return overwritten === 1 ? t('Overwrite 1 File') : t('Overwrite {0} Files', overwritten);
  }
  return t('Overwrite {0} and Delete {1} Files', overwritten, deleted);
}

function lossReasons(
  { direction }: SyncResult,
  overwritten: number,
  deleted: number,
  t: Translate,
): string[] {
  const gone =
    direction === 'to-s3'
      ? t('What is to be deleted is not in the local folder.')
      : t('What is to be deleted is not in S3.');
  const unknown = t('What is to be overwritten differs on both sides, and no earlier sync knows it.');
  return [...(deleted > 0 ? [gone] : []), ...(overwritten > 0 ? [unknown] : [])];
}

function undoSentence(t: Translate): string {
  return t('“Undo Last Sync” brings everything back.');
}

const namesOf = (rows: readonly PlannedAction[], { direction }: SyncResult, t: Translate): string[] =>
  firstLines(rows, (row) => t('{0} – {1}', row.file, reasonText(row, direction, t)), t);

const seenInTarget = ({ seen }: PlannedAction, { direction }: SyncResult): boolean =>
  (direction === 'to-s3' ? seen.s3 : seen.local) !== null;

const isReplaced = (row: PlannedAction, plan: SyncResult): boolean =>
  (row.action === 'upload' || row.action === 'download') && seenInTarget(row, plan);

/**
 * The number of files in the target that the plan knows: those that it changes, and those that are the same on both
 * sides.
 */
function targetFiles(plan: SyncResult): number {
  const rows = (plan.plan ?? []).filter(({ action }) => action !== 'skip');
  return plan.skipped + rows.filter((row) => seenInTarget(row, plan)).length;
}
