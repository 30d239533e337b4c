import type { SyncDirection } from '../../core/progress.js';

/** How many files of each kind. */
export interface FileCounts {
  readonly images: number;
  readonly captions: number;
}

/** A sync that did not get to its end: the window was closed, the network failed, somebody cancelled it. */
export interface BrokenOffSync {
  /** Identifies the sync, so that it is told of once. Milliseconds since the epoch. */
  readonly startedAtMs: number;
  readonly direction: SyncDirection;
  /** Files that it had transferred or deleted; `undefined`: unknown. */
  readonly done: number | undefined;
  /** Files that it was to transfer or delete. */
  readonly total: number;
}

/** Where a style stands with S3, as far as the disk and its store tell. No request is sent for it. */
export interface StyleStanding {
  /** Whether there is a place in S3 that it was synced with, or that the settings name. */
  readonly hasPlace: boolean;
  /** Whether it was ever synced with that place from this machine. */
  readonly isSynced: boolean;
  /** When the last sync ended, where that is known. Milliseconds since the epoch. */
  readonly syncedAtMs: number | undefined;
  /** What a sync to S3 would upload. */
  readonly toUpload: FileCounts;
  /** The same, in images with their captions, and captions whose image is gone. */
  readonly pairsToUpload: number;
  /** Relative paths of files that were synced and are gone here; S3 has them as far as is known. In the order of the manifest. */
  readonly deletedHere: readonly string[];
  /** All of them: `deletedHere` holds the first `MOST_DELETED` only. */
  readonly deletedHereCount: number;
  readonly brokenOff: BrokenOffSync | undefined;
  /** Images that the last sync left because something failed, or because both sides had changed. */
  readonly failed: number;
  readonly conflicts: number;
  readonly emptyCaptions: number;
}

/** The paths that are handed on and shown; a style of which more is gone has its folder missing. */
export const MOST_DELETED = 1000;
