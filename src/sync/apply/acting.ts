import { mayBeCaption } from '../../dataset/pairing.js';
import type { RelativePath } from '../../dataset/trainingImage.js';
import type { RecoveryStore, RunHeader } from '../../core/ports/journal.js';
import type { CaptionKeeper } from '../../recording/captionKeeper.js';
import { Recorder } from '../../recording/recorder.js';
import { VersionProof } from '../../recording/versionProof.js';
import { Budget } from '../../core/concurrency/budget.js';
import { SyncError } from '../../core/errors.js';
import { keyPrefixOf, type Location } from '../../core/location.js';
import type { ManifestDraft } from '../../core/manifest/manifestDraft.js';
import type { ManifestEntry } from '../../core/ports/manifest.js';
import type { FileStore, ObjectStore } from '../../core/ports/ports.js';
import type { LogSink } from '../../core/progress.js';
import { Wire } from '../../core/concurrency/wire.js';

/** What every act of a run works with. */
export interface Acting {
  readonly files: FileStore;
  readonly objects: ObjectStore;
  readonly recorder: Recorder;
  readonly recovery: RecoveryStore;
  readonly keyPrefix: string;
  /** Bytes held in memory at once. */
  readonly memory: Budget;
  readonly wire: Wire;
  readonly signal: AbortSignal;
  /** What the last sync left of a path. */
  readonly baseOf: (path: RelativePath) => ManifestEntry | undefined;
  /** Whether somebody has unsaved edits of the file open. */
  readonly isUnsaved: (path: RelativePath) => boolean;
}

/** What the context of a run is made from. */
export interface RunContextParts extends Pick<
  Acting,
  'files' | 'objects' | 'recovery' | 'signal' | 'isUnsaved'
> {
  /** The run's entry in the history. */
  readonly header: RunHeader;
  readonly location: Location;
  readonly manifest: ManifestDraft;
  /** Transfers under way at once. */
  readonly concurrency: number;
  readonly log: LogSink;
  /** Preserves the captions that the run replaces; an undo has none. */
  readonly captions?: CaptionKeeper;
}

/** File contents held in memory at once. Bytes. */
const MEMORY = 64 * 1024 * 1024;

/** The context of a run, whether the run is a sync or an undo. */
export function makeRunContext({
  header,
  location,
  manifest,
  concurrency,
  log,
  captions,
  ...own
}: RunContextParts): Acting {
  const { objects, recovery } = own;
  const versions = new VersionProof(objects, location, log);
  return {
    ...own,
    recorder: new Recorder(header, recovery, objects, versions, captions),
    keyPrefix: keyPrefixOf(location),
    memory: new Budget(MEMORY),
    wire: new Wire(concurrency),
    baseOf: (path) => manifest.get(path),
  };
}

/** Texts beyond this are no captions that anybody merges. Bytes. */
const CAPTION_LIMIT = 256 * 1024;

/** Whether the bytes of a file are to be remembered as the base of a later merge. */
export const isRemembered = (path: RelativePath, size: number): boolean =>
  mayBeCaption(path) && size <= CAPTION_LIMIT;

/**
 * Runs an act on the target. That the target changed under it is no failure of ours: it becomes `target-changed`, a
 * conflict for the user to decide.
 */
export async function onTarget<T>(path: RelativePath, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof SyncError) || error.code !== 'changed-during-sync') throw error;
    throw new SyncError('target-changed', { ...error.data, file: path }, { cause: error });
  }
}
