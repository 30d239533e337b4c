import type { FailedFile, UndoResult, UploadResult } from '../../src/operations/protocol/results.js';

/** So many images and captions. */
export const filesOf = (images: number, captions = 0): string[] => [
  ...Array.from({ length: images }, (_, i) => `image ${String(i)}.jpg`),
  ...Array.from({ length: captions }, (_, i) => `caption ${String(i)}.txt`),
];

/** Failures of so many images. */
export const failuresOf = (images: number): FailedFile[] =>
  filesOf(images).map((file) => ({ file, code: 'server-error', message: '', data: { file } }));

/** The result of a sync of the style 16 to S3 that found five files the same and did nothing else. */
export const resultOfSync = (fields: Partial<UploadResult>): UploadResult => ({
  style_id: '16',
  direction: 'to-s3',
  location: 's3://b/styles/16/',
  uploaded: 0,
  uploaded_files: [],
  failed: 0,
  deleted: 0,
  skipped: 5,
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
  failed_files: [],
  deleted_files: [],
  kept_files: [],
  conflict_files: [],
  refused_files: [],
  bytes: 0,
  cancelled: false,
  drifted: 0,
  drifted_files: [],
  dry_run: false,
  ...fields,
});

/** The result of an undo of a sync to S3 at 14:32 of 22 November 2026 that did nothing. */
export const resultOfUndo = (fields: Partial<UndoResult>): UndoResult => ({
  style_id: '16',
  location: 's3://b/styles/16/',
  undone_run_id: 'r',
  direction: 'to-s3',
  started_at: new Date(2026, 10, 22, 14, 32).toISOString(),
  restored: 0,
  restored_files: [],
  removed: 0,
  removed_files: [],
  kept: 0,
  kept_files: [],
  failed: 0,
  failed_files: [],
  unconfirmed: 0,
  unconfirmed_files: [],
  cancelled: false,
  ...fields,
});
