import type { RelativePath } from '../../dataset/trainingImage.js';
import type { RecoveryStore, RunHeader } from '../../core/ports/journal.js';
import type { CaptionBackups } from '../../recording/captionBackups.js';
import type { FolderRecorder } from '../../recording/folderRecorder.js';
import { Recorder } from '../../recording/recorder.js';
import { VersionProof } from '../../recording/versionProof.js';
import { WeightedSemaphore } from '../../core/concurrency/weightedSemaphore.js';
import { keyPrefixOf, type Location } from '../../core/location.js';
import type { ManifestDraft } from '../../core/manifest/manifestDraft.js';
import type { ManifestEntry } from '../../core/ports/manifest.js';
import type { FileStore } from '../../core/ports/fileStore.js';
import type { ObjectStore } from '../../core/ports/objectStore.js';
import type { LogSink } from '../../core/progress.js';
import { TransferSlots } from '../../core/concurrency/transferSlots.js';

/** What every act of a run, or of an undo, works with. */
export interface RunContext {
  readonly files: FileStore;
  readonly objects: ObjectStore;
  readonly recorder: Recorder;
  readonly recovery: RecoveryStore;
  readonly keyPrefix: string;
  /** Limits the bytes of file contents that are in memory at once. */
  readonly memory: WeightedSemaphore;
  readonly slots: TransferSlots;
  readonly signal: AbortSignal;
  /** The manifest's entry for a path, as of the last sync. */
  readonly baseOf: (path: RelativePath) => ManifestEntry | undefined;
  /** Whether the file has unsaved edits in an open editor. */
  readonly isUnsaved: (path: RelativePath) => boolean;
}

/** What an act on a file of the folder works with, in a run with or without S3. */
export interface FolderContext extends Pick<
  RunContext,
  'files' | 'recovery' | 'signal' | 'baseOf' | 'isUnsaved'
> {
  readonly recorder: FolderRecorder;
}

/** What the context of a run is made from. */
export interface RunContextSetup extends Pick<
  RunContext,
  'files' | 'objects' | 'recovery' | 'signal' | 'isUnsaved'
> {
  /** The run's entry in the history. */
  readonly header: RunHeader;
  readonly location: Location;
  readonly manifest: ManifestDraft;
  /** Transfers at once. */
  readonly concurrency: number;
  readonly log: LogSink;
  /** Backs up the captions that the run replaces; an undo has none. */
  readonly captions?: CaptionBackups;
}

/** File contents that a run holds in memory at once. Bytes. */
const MEMORY_BYTES = 64 * 1024 * 1024;

/** The context of a run, whether the run is a sync or an undo. */
export function createRunContext({
  header,
  location,
  manifest,
  concurrency,
  log,
  captions,
  ...own
}: RunContextSetup): RunContext {
  const { objects, recovery } = own;
  const versions = new VersionProof(objects, location, log);
  return {
    ...own,
    recorder: new Recorder(header, recovery, objects, versions, captions),
    keyPrefix: keyPrefixOf(location),
    memory: new WeightedSemaphore(MEMORY_BYTES),
    slots: new TransferSlots(concurrency),
    baseOf: (path) => manifest.get(path),
  };
}
