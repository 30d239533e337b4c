import { mayBeCaption } from '../dataset/pairing.js';
import type { ErrorCode, ErrorData } from '../core/errors.js';
import { describeLocation } from '../core/location.js';
import type { Failure, Outcome } from '../core/outcome.js';
import type { Guard } from '../sync/plan/guards.js';
import type { Plan } from '../sync/plan/plan.js';
import { rowsOf, type PlanRow } from '../sync/plan/planRows.js';
import { totalsOf } from '../sync/plan/planTotals.js';
import type { FailedFile, PlannedAction, SyncResult, SyncResultBase } from './protocol/results.js';
import { describeError } from './texts/errorTexts.js';
import { plainText } from './texts/translate.js';

/** A plan that is ready to be approved and carried out. */
export interface ReviewedPlan {
  readonly plan: Plan;
  /** Relative paths of approved rows that have changed since their approval. */
  readonly drifted: readonly string[];
  readonly guards: readonly Guard[];
  /** The real path of a style's folder that was reached through a link to elsewhere. */
  readonly linkedFolder: string | undefined;
}

/** The result of a run. */
export function resultOf(reviewed: ReviewedPlan, outcome: Outcome): SyncResult {
  // A change in the target during the run is a conflict for the user to decide, like an earlier change.
  const conflicts = outcome.failed.filter(({ code }) => code === 'target-changed').flatMap(withHeldBack);
  const failed = outcome.failed.filter(({ code }) => code !== 'target-changed').map(failedFile);
  const found = foundBy(reviewed);
  const base: SyncResultBase = {
    ...found,
    conflicts: found.conflicts + conflicts.length,
    conflict_files: [...found.conflict_files, ...conflicts],
    failed: failed.length,
    failed_files: failed,
    deleted: outcome.deleted.length,
    deleted_files: outcome.deleted,
    deletions_skipped: outcome.deletionsSkipped,
    not_attempted: outcome.notAttempted.length,
    not_attempted_files: outcome.notAttempted,
    captions_without_image: outcome.captionsWithoutImage.length,
    captions_without_image_files: outcome.captionsWithoutImage,
    copies: outcome.copies.length,
    copy_files: outcome.copies,
    unconfirmed: outcome.unconfirmed.length,
    unconfirmed_files: outcome.unconfirmed,
    bytes: outcome.bytes,
    cancelled: outcome.cancelled,
    dry_run: false,
    ...(outcome.stoppedBy !== undefined && { stopped_by: stopOf(outcome.stoppedBy) }),
    ...(outcome.runId !== undefined && { run_id: outcome.runId }),
  };
  return inDirection(base, outcome.transferred);
}

/** The result of a dry run: the plan, and nothing done. */
export function resultOfPlan(reviewed: ReviewedPlan): SyncResult {
  const { plan, guards } = reviewed;
  const failed = plan.failed.map(({ path, code, cause, data }) =>
    failedFile({ path, code, data: { ...data, file: path, cause } }),
  );
  const rows = Array.from(rowsOf(plan), plannedAction);
  const base: SyncResultBase = {
    ...foundBy(reviewed),
    failed: failed.length,
    failed_files: failed,
    deleted: 0,
    deleted_files: [],
    deletions_skipped: 0,
    not_attempted: 0,
    not_attempted_files: [],
    captions_without_image: 0,
    captions_without_image_files: [],
    copies: 0,
    copy_files: [],
    unconfirmed: 0,
    unconfirmed_files: [],
    bytes: 0,
    cancelled: false,
    dry_run: true,
    plan: rows,
    totals: totalsOf(rows),
    guards,
  };
  return inDirection(base, []);
}

/** One object literal, for speed: there are hundreds of thousands of rows. */
const plannedAction = ({ action, reason, size, seen, path: file }: PlanRow): PlannedAction => ({
  action,
  reason,
  size,
  seen,
  file,
});

/** A caption in conflict, with the image that was held back because of it. */
const withHeldBack = ({ path, data: { partner } }: Failure): string[] =>
  partner !== undefined && mayBeCaption(path) ? [path, partner] : [path];

function inDirection(base: SyncResultBase, files: readonly string[]): SyncResult {
  return base.direction === 'to-s3'
    ? { ...base, direction: 'to-s3', uploaded: files.length, uploaded_files: files }
    : { ...base, direction: 'from-s3', downloaded: files.length, downloaded_files: files };
}

/** The fields of a result that the comparison alone determines. */
function foundBy({ plan, drifted, linkedFolder }: ReviewedPlan) {
  return {
    style_id: plan.location.styleId,
    direction: plan.direction,
    location: describeLocation(plan.location),
    ...(linkedFolder !== undefined && { folder: linkedFolder }),
    ...(plan.only !== undefined && {
      only: plan.only,
      left_out: plan.leftOut?.length ?? 0,
      left_out_files: plan.leftOut ?? [],
    }),
    skipped: plan.skipped.length,
    only_in_target: plan.staying.length,
    only_in_target_files: plan.staying.map(({ path }) => path),
    deleted_in_source: plan.staying.filter(({ reason }) => reason === 'deleted here since the last sync')
      .length,
    drifted: drifted.length,
    drifted_files: drifted,
    kept: plan.kept.length,
    kept_files: plan.kept.map(({ path }) => path),
    conflicts: plan.conflicts.length,
    conflict_files: plan.conflicts.map(({ path }) => path),
    refused: plan.refused.length,
    refused_files: plan.refused.map(({ path, cause }) =>
      failedFile({ path, code: 'unsafe-name', data: { file: path, cause } }),
    ),
  } as const;
}

/** A failure with its sentence. */
export function failedFile({ path, code, data }: Failure): FailedFile {
  return { file: path, code, message: describeError(code, data, plainText), data };
}

/** The error that ended a run early, with its sentence. */
export function stopOf({ code, data }: { code: ErrorCode; data: ErrorData }): FailedFile {
  return { file: data.file ?? '', code, message: describeError(code, data, plainText), data };
}
