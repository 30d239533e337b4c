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

/** The lock of a style: one sync at a time, across windows and the command line. */
export interface LockStore {
  /** Throws `locked` with the name of the holder. Takes over the lock of a dead process. */
  acquire(holder: string): Promise<{ release(): Promise<void> }>;
}
