import type { PlannedAction, SyncResult } from '../../../src/operations/protocol/results.js';

/** A row of a plan; by default its file is on both sides (`seen`). */
export function row(
  action: PlannedAction['action'],
  file: string,
  reason: string,
  seen: Partial<PlannedAction['seen']> = {},
  size = 100,
): PlannedAction {
  return { action, file, reason, size, seen: { local: `here ${file}`, s3: `there ${file}`, ...seen } };
}

/** The result of a dry run of style 16 with these rows. */
export function planOf(
  direction: SyncResult['direction'],
  plan: readonly PlannedAction[],
  more: Partial<
    Pick<SyncResult, 'folder' | 'guards' | 'skipped' | 'only' | 'left_out' | 'left_out_files'>
  > = {},
): SyncResult {
  const base = {
    style_id: '16',
    location: 's3://bucket/styles/16/',
    failed: 0,
    deleted: 0,
    skipped: 0,
    kept: 0,
    conflicts: 0,
    refused: 0,
    deletions_skipped: 0,
    only_in_target: 0,
    only_in_target_files: [],
    deleted_in_source: 0,
    not_attempted: 0,
    not_attempted_files: [],
    captions_without_image: 0,
    captions_without_image_files: [],
    copies: 0,
    copy_files: [],
    unconfirmed: 0,
    unconfirmed_files: [],
    drifted: 0,
    failed_files: [],
    deleted_files: [],
    kept_files: [],
    conflict_files: [],
    refused_files: [],
    drifted_files: [],
    bytes: 0,
    cancelled: false,
    dry_run: true,
    plan,
    totals: { files: 0, bytes: 0, requests: 0 },
    guards: [],
    ...more,
  };
  return direction === 'to-s3'
    ? { ...base, direction, uploaded: 0, uploaded_files: [] }
    : { ...base, direction, downloaded: 0, downloaded_files: [] };
}
