import type { RecoveryStore } from '../../core/ports/journal.js';
import type { Connection } from '../../core/connection.js';
import type { Location } from '../../core/location.js';
import type { FileStore } from '../../core/ports/fileStore.js';
import type { ObjectStore } from '../../core/ports/objectStore.js';
import type { LockStore, ManifestStore, ServerFacts } from '../../core/ports/stores.js';

/** What a style is made of on the outside: bound to real folders and servers by `engine/adapters.ts`. */
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
  /** `endpoint` is what the connection and the AWS chain come to; empty: AWS itself. */
  openBucket(target: {
    bucket: string;
    connection: Connection;
    concurrency: number;
    /** Left out: what is found out about the server is known as long as the process lives. */
    serverFacts?: ServerFacts;
    /** Called before each request that writes. */
    onWrite?: (() => void) | undefined;
  }): Promise<{ store: ObjectStore; endpoint: string }>;
  manifestOf(root: string, location: Location): ManifestStore;
  lockOf(root: string): LockStore;
  recoveryOf(root: string): RecoveryStore;
  serverFactsOf(root: string): ServerFacts;
  /** Why what is written now will not be known later to be this user's, as a phrase; `undefined`: it will be. */
  readonly secretProblem: () => string | undefined;
  /** Where what is kept of a style is, where that is not beside it, and why not; `undefined`: it is. */
  storeElsewhereOf(root: string): { readonly folder: string; readonly why: string } | undefined;
  /** Files and connections that this process can still open; `undefined`: nobody can tell. */
  readonly descriptorsLeft: () => number | undefined;
  /** Calls `letGo` each time that none is left, until the returned function is called. */
  readonly whenNoDescriptorIsLeft: (letGo: () => void) => () => void;
  readonly platform: 'posix' | 'win32';
  /** Milliseconds of a clock that only goes forward. */
  now(): number;
  /** Milliseconds since the epoch: for people, never for decisions. */
  wallClock(): number;
}
