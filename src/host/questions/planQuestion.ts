import type { PlannedAction, SyncResult } from '../../operations/protocol/results.js';
import { firstLines } from '../../operations/texts/firstNames.js';
import type { Translate } from '../../operations/texts/translate.js';
import { filesInWords } from '../../operations/texts/fileNumbers.js';
import { reasonText } from '../../operations/texts/planReasons.js';

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
    title: lossTitle(plan, filesOf(overwritten), filesOf(deleted), t),
    detail: [
      ...linkLines(plan, t),
      ...namesOf([...deleted, ...overwritten], plan, t),
      '',
      [...lossReasons(plan, overwritten.length, deleted.length, t), undoSentence(t)].join(' '),
    ].join('\n'),
    button: lossButton(plan, overwritten.length, deleted.length, t),
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
  return {
    title: isMuch
      ? massTitle(plan, lost.length, all, t)
      : linked !== undefined
        ? t('Replace or delete files in {0}?', linked)
        : t('Has the folder of {0} been replaced?', plan.style_id),
    detail: [
      ...linkLines(plan, t),
      ...(linked === undefined ? [] : [...namesOf(lost, plan, t), '']),
      guardReasons({ isMuch, isOtherFolder, isLinked: linked !== undefined }, t).join(' '),
    ].join('\n'),
    button: plan.direction === 'to-s3' ? t('Replace or Delete in S3') : t('Replace or Delete Here'),
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

function massTitle({ direction }: SyncResult, lost: number, all: number, t: Translate): string {
  return direction === 'to-s3'
    ? t('Replace or delete {0} of {1} images and captions in S3?', lost, all)
    : t('Replace or delete {0} of {1} images and captions here?', lost, all);
}

function lossTitle(
  { direction }: SyncResult,
  overwritten: readonly string[],
  deleted: readonly string[],
  t: Translate,
): string {
  const isS3 = direction === 'to-s3';
  const [over, gone] = [filesInWords(overwritten, t), filesInWords(deleted, t)];
  if (over === '') return isS3 ? t('Delete {0} from S3?', gone) : t('Delete {0} here?', gone);
  if (gone === '') return isS3 ? t('Overwrite {0} in S3?', over) : t('Overwrite {0} here?', over);
  return isS3
    ? t('Overwrite {0} in S3, and delete {1}?', over, gone)
    : t('Overwrite {0} here, and delete {1}?', over, gone);
}

function lossButton({ direction }: SyncResult, overwritten: number, deleted: number, t: Translate): string {
  const isS3 = direction === 'to-s3';
  if (overwritten === 0) return isS3 ? t('Delete from S3') : t('Delete Here');
  if (deleted === 0) return isS3 ? t('Overwrite in S3') : t('Overwrite Here');
  return isS3 ? t('Overwrite and Delete in S3') : t('Overwrite and Delete Here');
}

const filesOf = (rows: readonly PlannedAction[]): string[] => rows.map(({ file }) => file);

function lossReasons(
  { direction }: SyncResult,
  overwritten: number,
  deleted: number,
  t: Translate,
): string[] {
  const gone =
    direction === 'to-s3'
      ? t('What is to be deleted is not here.')
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
