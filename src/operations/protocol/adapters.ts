import type { RecoveryStore } from '../../core/ports/journal.js';
import type { Connection } from '../../core/connection.js';
import type { Location } from '../../core/location.js';
import type { FileStore } from '../../core/ports/fileStore.js';
import type { ObjectStore } from '../../core/ports/objectStore.js';
import type { LockStore, ManifestStore, ReportStore, ServerFacts } from '../../core/ports/stores.js';

/** The adapters that an operation needs; `src/wiring/adapters.ts` implements them with real folders and servers. */
export interface StyleAdapters {
  /** Throws `missing-folder`; with `create`, makes the folder. `onWrite` is called before each change of a file. */
  openFolder(
    folder: string,
    options?: {
      readonly create?: boolean;
      readonly followLinks?: boolean | undefined;
      readonly workspaceFolder?: string | undefined;
      readonly onWrite?: (() => void) | undefined;
    },
  ): Promise<FileStore>;
  /** `endpoint`: the effective one after connection and AWS chain; empty: AWS itself. */
  openBucket(target: {
    bucket: string;
    connection: Connection;
    concurrency: number;
    /** Left out: facts about the server are remembered as long as the process lives. */
    serverFacts?: ServerFacts;
    /** Called before each request that writes. */
    onWrite?: (() => void) | undefined;
  }): Promise<{ store: ObjectStore; endpoint: string }>;
  manifestOf(root: string, location: Location): ManifestStore;
  reportOf(root: string, location: Location): ReportStore;
  lockOf(root: string): LockStore;
  recoveryOf(root: string): RecoveryStore;
  /** The bytes of any file of this machine, by its absolute path. Throws `missing-file`, `unreadable-file`. */
  readOutside(path: string): AsyncIterable<Uint8Array>;
  serverFactsOf(root: string): ServerFacts;
  /** A phrase that says why this run cannot be proven later to be this user's; `undefined`: it can. */
  readonly secretProblem: () => string | undefined;
  /**
   * The folder of the style's store where that is not beside the style, and the reason; `undefined`: it is beside the
   * style.
   */
  storeElsewhereOf(root: string): { readonly folder: string; readonly why: string } | undefined;
  /** Files and connections that this process can still open; `undefined`: unknown. */
  readonly descriptorsLeft: () => number | undefined;
  /** Calls `letGo` each time that no descriptor is left, until the returned function is called. */
  readonly whenNoDescriptorIsLeft: (letGo: () => void) => () => void;
  readonly platform: 'posix' | 'win32';
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  /** Milliseconds since the epoch: for display, never for decisions. */
  wallClock(): number;
}
