import { SyncError } from './errors.js';

/** Errors that several rooms throw: each has one wording. `path`: relative, or the object's key. */

/** A file is no longer what it was when it was listed, read or compared. */
export const changedOnDisk = (path: string): SyncError =>
  new SyncError('changed-during-sync', { file: path, cause: 'the file changed on disk' });

/** An object is no longer what it was when it was listed or looked at. `cause`: the error that showed it. */
export const changedInS3 = (path: string, cause?: unknown): SyncError =>
  new SyncError('changed-during-sync', { file: path, cause: 'the object changed in S3' }, { cause });

/** The editor has unsaved changes of a file that a run was about to write or delete. */
export const unsavedChanges = (path: string): SyncError => new SyncError('unsaved-changes', { file: path });

/** Bytes that were backed up are gone or damaged. `why`: a phrase; `cause`: the error that showed it. */
export const notRecoverable = (path: string, why: string, cause?: unknown): SyncError =>
  new SyncError('not-recoverable', { file: path, cause: why }, { cause });
