import type { RelativePath } from '../dataset/trainingImage.js';
import type {
  Journal,
  PruneExceptions,
  RecordedRun,
  RecoveryLimits,
  RecoveryStore,
  RunHeader,
} from '../recovery/journal.js';
import type { LocalHashes } from '../sync/ports.js';
import { Blobs } from './blobs.js';
import { CaptionTexts } from './captionTexts.js';
import { writeError } from './errno.js';
import { beginJournal } from './journalFile.js';
import { readJournals, removeJournals, type FoundJournal } from './journalFolder.js';
import { runsBeyond } from './recoveryLimits.js';
import { storeFolderOf } from './storeFolder.js';
import { findStoreSubFolder, makeStoreSubFolder } from './storeSubFolders.js';
import { clearTemporaryFiles } from './temporaryFiles.js';

/** In the store: `journal/<run id>.jsonl`. */
const JOURNALS = 'journal';

/**
 * What recovery needs beside the style's folder (`root` as of `FileStore`). Nothing is made before it is needed. Who
 * writes holds the style's lock.
 */
export function recoveryStoreOf(root: string): RecoveryStore {
  return new FolderRecoveryStore(root);
}

/* eslint-disable @typescript-eslint/require-await -- the port is asynchronous, and what is thrown must reject */

class FolderRecoveryStore implements RecoveryStore {
  readonly #root: string;
  readonly #blobs: Blobs;
  readonly #captions: CaptionTexts;

  constructor(root: string) {
    this.#root = root;
    this.#blobs = new Blobs(root);
    this.#captions = new CaptionTexts(root);
  }

  async begin(header: RunHeader): Promise<Journal> {
    try {
      return await beginJournal(await makeStoreSubFolder(this.#root, JOURNALS), header);
    } catch (error) {
      throw writeError(error, storeFolderOf(this.#root));
    }
  }

  async runs(): Promise<readonly RecordedRun[]> {
    const folder = this.#journalFolder();
    return folder === undefined ? [] : runsOf(await readJournals(folder)).reverse();
  }

  async keepFile(path: RelativePath, expected: LocalHashes): Promise<void> {
    await this.#blobs.keepFile(path, expected);
  }

  read(sha256: string): AsyncIterable<Uint8Array> {
    return this.#blobs.read(sha256);
  }

  async rememberCaption(sha256: string, bytes: Uint8Array): Promise<void> {
    this.#captions.remember(sha256, bytes);
  }

  async caption(sha256: string): Promise<string | undefined> {
    return this.#captions.get(sha256);
  }

  /**
   * See the port; for between runs, when no file is kept whose intent is still to come. The journals go first, for
   * good, and then the blobs: a crash in between leaves blobs that nobody needs, which the next pruning finds, and
   * never a run that claims bytes which are gone.
   */
  async prune(limits: RecoveryLimits, nowMs: number, keep: PruneExceptions): Promise<readonly RecordedRun[]> {
    if (findStoreSubFolder(this.#root) === undefined) return [];
    const gone = await this.#pruneRuns(limits, nowMs, keep.run);
    await this.#captions.retain(keep.caption);
    clearTemporaryFiles(storeFolderOf(this.#root));
    return gone;
  }

  async #pruneRuns(
    limits: RecoveryLimits,
    nowMs: number,
    mustStay: PruneExceptions['run'],
  ): Promise<readonly RecordedRun[]> {
    const folder = this.#journalFolder();
    const journals = folder === undefined ? [] : await readJournals(folder);
    const gone = new Set(runsBeyond(runsOf(journals), limits, nowMs).filter((run) => !mustStay(run)));
    const isBeyond = ({ run, writtenAtMs }: FoundJournal): boolean =>
      run === undefined ? writtenAtMs < nowMs - limits.maxAgeMs : gone.has(run);
    if (folder !== undefined) await removeJournals(folder, journals.filter(isBeyond));
    const needed = journals.filter((journal) => !isBeyond(journal)).flatMap(({ needs }) => [...needs]);
    await this.#blobs.removeAllBut(new Set(needed));
    return [...gone];
  }

  #journalFolder(): string | undefined {
    return findStoreSubFolder(this.#root, JOURNALS);
  }
}

const runsOf = (journals: readonly FoundJournal[]): RecordedRun[] =>
  journals.flatMap(({ run }) => (run === undefined ? [] : [run]));
