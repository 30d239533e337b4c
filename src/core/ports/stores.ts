import type { RelativePath } from '../../dataset/trainingImage.js';
import type { Location } from '../location.js';
import type { SyncDirection } from '../progress.js';
import type { Manifest } from './manifest.js';

/** What the core needs from the store beside a style. Adapter: `local/store/`. */

/** What is known about servers, for longer than a process lives: one JSON value. */
export interface ServerFacts {
  /** The last saved value; `undefined` where there is none. */
  load(): Promise<unknown>;
  save(value: unknown): Promise<void>;
}

/** The store of a style's manifest: beside the style, never in it. */
export interface ManifestStore {
  /** `undefined` where there is none for this folder and location. Throws `manifest-unreadable`. */
  load(): Promise<{ manifest: Manifest; writtenAtMs: number } | undefined>;
  /** Atomic: a reader sees the old manifest or the new one, whole. */
  save(manifest: Manifest): Promise<void>;
}

/** What the last sync with one location did, and what it left. For display only: no sync relies on it. */
export interface SyncReport {
  readonly location: Location;
  readonly direction: SyncDirection;
  /** Milliseconds since the epoch. */
  readonly startedAtMs: number;
  /** `null`: the sync is under way, or was killed. */
  readonly endedAtMs: number | null;
  /** Whether it did all that it was to do, but for what is in `failed` and `conflicts`. */
  readonly isComplete: boolean;
  /** Files that it was to transfer or delete. */
  readonly total: number;
  /** Those that it did; left out while the sync is under way. */
  readonly done?: number;
  /** The run in the history; left out while the sync is under way, and where it did nothing. */
  readonly runId?: string;
  readonly failed: readonly { readonly path: RelativePath; readonly reason: string }[];
  readonly conflicts: readonly RelativePath[];
}

/** The store of a style's reports, one for each location. */
export interface ReportStore {
  /** `undefined` where there is none that this user provably wrote on this machine. Never rejects. */
  load(): Promise<SyncReport | undefined>;
  save(report: SyncReport): Promise<void>;
}

/** The lock of a style: one sync at a time, across windows and the command line. */
export interface LockStore {
  /** Throws `locked` with the name of the holder. Takes over the lock of a dead process. */
  acquire(holder: string): Promise<{ release(): Promise<void> }>;
}
