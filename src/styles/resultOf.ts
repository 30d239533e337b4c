import type { ErrorCode, ErrorData } from '../sync/errors.js';
import { describeLocation } from '../sync/location.js';
import type { Failure, Outcome } from '../sync/outcome.js';
import { sizeOf, transfersOf, type Plan } from '../sync/plan.js';
import type { FailedFile, PlannedAction, SyncResult, SyncResultBase } from './results.js';
import { describeError, plainText } from './texts.js';

/** The result of a run. */
export function resultOf(plan: Plan, outcome: Outcome): SyncResult {
  const failed = outcome.failed.map(failedFile);
  const base: SyncResultBase = {
    ...foundBy(plan),
    failed: failed.length,
    failed_files: failed,
    deleted: outcome.deleted.length,
    deleted_files: outcome.deleted,
    deletions_skipped: outcome.deletionsSkipped,
    not_attempted: outcome.notAttempted,
    bytes: outcome.bytes,
    cancelled: outcome.cancelled,
    dry_run: false,
    ...(outcome.stoppedBy !== undefined && { stopped_by: stopOf(outcome.stoppedBy) }),
  };
  return inDirection(base, outcome.transferred);
}

/** The result of a dry run: nothing done, and the plan. */
export function resultOfPlan(plan: Plan): SyncResult {
  const failed = plan.failed.map(({ path, code, cause }) =>
    failedFile({ path, code, data: { file: path, cause } }),
  );
  const base: SyncResultBase = {
    ...foundBy(plan),
    failed: failed.length,
    failed_files: failed,
    deleted: 0,
    deleted_files: [],
    deletions_skipped: 0,
    not_attempted: 0,
    bytes: 0,
    cancelled: false,
    dry_run: true,
    plan: actionsOf(plan),
  };
  return inDirection(base, []);
}

function inDirection(base: SyncResultBase, files: readonly string[]): SyncResult {
  return base.direction === 'to-s3'
    ? { ...base, direction: 'to-s3', uploaded: files.length, uploaded_files: files }
    : { ...base, direction: 'from-s3', downloaded: files.length, downloaded_files: files };
}

/** What the comparison alone says. */
function foundBy(plan: Plan) {
  return {
    style_id: plan.location.styleId,
    direction: plan.direction,
    location: describeLocation(plan.location),
    skipped: plan.skipped.length,
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

function failedFile({ path, code, data }: Failure): FailedFile {
  return { file: path, code, message: describeError(code, data, plainText), data };
}

function stopOf({ code, data }: { code: ErrorCode; data: ErrorData }): FailedFile {
  return { file: data.file ?? '', code, message: describeError(code, data, plainText), data };
}

function actionsOf(plan: Plan): PlannedAction[] {
  return [
    ...transfersOf(plan).map((transfer) => ({
      action: transfer.action,
      file: transfer.path,
      reason: transfer.reason,
      size: sizeOf(transfer),
    })),
    ...plan.deletions.map((deletion) => ({
      action: 'delete' as const,
      file: deletion.path,
      reason: deletion.reason,
      size: deletion.action === 'delete-object' ? deletion.remote.size : deletion.local.file.size,
    })),
    ...plan.kept.map(({ path, size }) => ({
      action: 'keep' as const,
      file: path,
      reason: 'changed in the target',
      size,
    })),
    ...plan.conflicts.map(({ path, size, reason }) => ({
      action: 'conflict' as const,
      file: path,
      reason,
      size,
    })),
    ...plan.refused.map(({ path, size, cause }) => ({
      action: 'refuse' as const,
      file: path,
      reason: cause,
      size,
    })),
    ...plan.failed.map(({ path, cause }) => ({
      action: 'fail' as const,
      file: path,
      reason: cause,
      size: 0,
    })),
    ...plan.skipped.map(({ path, size }) => ({
      action: 'skip' as const,
      file: path,
      reason: 'same on both sides',
      size,
    })),
  ];
}
