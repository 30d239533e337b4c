import { join } from 'node:path';
import type { RelativePath } from '../../dataset/trainingImage.js';
import type {
  Journal,
  Pruning,
  RecordedRun,
  RecoveryLimits,
  RecoveryStore,
  RunHeader,
  RunOutline,
} from '../../core/ports/journal.js';
import type { LocalHashes } from '../../core/ports/fileStore.js';
import { Blobs } from './blobs.js';
import { CaptionTexts } from './captionTexts.js';
import { withDescriptorRetry } from '../files/descriptors.js';
import { writeError } from '../files/errno.js';
import { folderMarkAt, type FolderMark } from '../store/folderMark.js';
import { beginningOf } from '../journal/journalEnds.js';
import { beginJournal, JOURNAL_EXTENSION } from '../journal/journalFile.js';
import { readClaims, type JournalClaims } from '../journal/journalClaims.js';
import {
  journalFiles,
  readJournal,
  readJournals,
  removeJournals,
  type FoundJournal,
} from '../journal/journalFolder.js';
import { MAX_HEADER_BYTES, originIn } from '../journal/journalFormat.js';
import { isRunId } from '../journal/journalLine.js';
import { readOutline } from '../journal/journalOutline.js';
import { hashesInManifests } from '../store/storedManifests.js';
import { countBeyond } from './recoveryLimits.js';
import { readRetiredJournals, retireJournals } from '../journal/retiredJournals.js';
import { storeFolderOf } from '../store/storePlace.js';
import { findStoreSubFolder, makeStoreSubFolder } from '../store/storeSubFolders.js';
import { clearTemporaryFiles } from '../files/temporaryFiles.js';
import { readUnsettledJournals, settleJournal } from '../journal/unsettledJournals.js';

/** Holds `<run id>.jsonl`, and `<run id>.retired` for a run that has left the history. */
const JOURNALS_FOLDER = 'journal';

/**
 * The recovery store beside the style's folder (`root` as in `FileStore`). Creates nothing before it is needed. A
 * caller that writes holds the style's lock.
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

  /** Read at each use: another folder may have taken the place. */
  get #folder(): FolderMark {
    return folderMarkAt(this.#root);
  }

  async begin(header: RunHeader): Promise<Journal> {
    try {
      return await beginJournal(await makeStoreSubFolder(this.#root, JOURNALS_FOLDER), header, this.#folder);
    } catch (error) {
      throw writeError(error, storeFolderOf(this.#root));
    }
  }

  async outlines(): Promise<readonly RunOutline[]> {
    const folder = findStoreSubFolder(this.#root, JOURNALS_FOLDER);
    const outlines: RunOutline[] = [];
    for (const { path, id } of folder === undefined ? [] : journalFiles(folder)) {
      const outline = await readOutline(path, id, this.#folder);
      if (outline !== undefined) outlines.push(outline);
    }
    return outlines.reverse();
  }

  async newestId(): Promise<string | undefined> {
    const folder = findStoreSubFolder(this.#root, JOURNALS_FOLDER);
    const mark = this.#folder;
    return (folder === undefined ? [] : journalFiles(folder)).findLast(({ path, id }) => {
      const origin = originIn(beginningOf(path, MAX_HEADER_BYTES), mark);
      return origin?.isProven === true && origin.header.id === id;
    })?.id;
  }

  async run(id: string): Promise<RecordedRun | undefined> {
    const folder = findStoreSubFolder(this.#root, JOURNALS_FOLDER);
    if (folder === undefined || !isRunId(id)) return undefined;
    return (await readJournal(join(folder, id + JOURNAL_EXTENSION), id, this.#folder))?.run;
  }

  async runs(): Promise<readonly RecordedRun[]> {
    const folder = findStoreSubFolder(this.#root, JOURNALS_FOLDER);
    return folder === undefined ? [] : runsOf(await readJournals(folder, this.#folder)).reverse();
  }

  async unsettledRuns(): Promise<readonly RecordedRun[]> {
    const folder = findStoreSubFolder(this.#root, JOURNALS_FOLDER);
    return folder === undefined ? [] : runsOf(await readUnsettledJournals(folder, this.#folder));
  }

  async settle(runId: string): Promise<void> {
    const folder = findStoreSubFolder(this.#root, JOURNALS_FOLDER);
    if (folder !== undefined) settleJournal(folder, runId);
  }

  async backUpFile(path: RelativePath, expected: LocalHashes): Promise<void> {
    await this.#blobs.backUpFile(path, expected);
  }

  read(sha256: string): AsyncIterable<Uint8Array> {
    return this.#blobs.read(sha256);
  }

  async rememberCaption(sha256: string, bytes: Uint8Array): Promise<void> {
    await withDescriptorRetry(() => this.#captions.remember(sha256, bytes));
  }

  async caption(sha256: string): Promise<string | undefined> {
    return this.#captions.get(sha256);
  }

  /**
   * See the port. Runs between runs, when no file is backed up whose intent is not yet recorded. The journals leave the
   * history first, durably, and then what they refer to is removed: the next pruning finds unneeded blobs by itself,
   * and objects in S3 through the retired journals.
   */
  async prune(limits: RecoveryLimits, nowMs: number, pruning: Pruning): Promise<readonly RecordedRun[]> {
    if (findStoreSubFolder(this.#root) === undefined) return [];
    clearTemporaryFiles(storeFolderOf(this.#root));
    const folder = findStoreSubFolder(this.#root, JOURNALS_FOLDER);
    const journals = folder === undefined ? [] : await readClaims(folder, this.#folder);
    const gone = folder === undefined ? [] : await this.#runsToGo(folder, journals, limits, nowMs, pruning);
    const files = new Set(gone.map(({ path }) => path));
    const isBeyond = ({ path, startedAtMs, writtenAtMs }: JournalClaims): boolean =>
      files.has(path) || (startedAtMs === undefined && writtenAtMs < nowMs - limits.maxAgeMs);
    const [beyond, staying] = [journals.filter(isBeyond), journals.filter((journal) => !isBeyond(journal))];
    if (folder !== undefined) await retireJournals(folder, beyond);
    await this.#blobs.removeAllBut(new Set(staying.flatMap(({ needs }) => [...needs])));
    if (beyond.length > 0) await this.#forgetCaptions(await this.runs());
    if (folder !== undefined) await this.#clearRetired(folder, pruning.clear);
    return runsOf(gone);
  }

  async #runsToGo(
    folder: string,
    journals: readonly JournalClaims[],
    limits: RecoveryLimits,
    nowMs: number,
    { mustStay }: Pruning,
  ): Promise<FoundJournal[]> {
    const understood = journals.flatMap((claims) =>
      claims.startedAtMs === undefined ? [] : [{ ...claims, startedAtMs: claims.startedAtMs }],
    );
    const beyond = understood.slice(0, countBeyond(understood, limits, nowMs)).map(({ path }) => path);
    const found = await readJournals(folder, this.#folder, JOURNAL_EXTENSION, (path) =>
      beyond.includes(path),
    );
    return found.filter(({ run }) => run !== undefined && !mustStay(run));
  }

  /** The manifests know the bases of merges, and an undo brings back what they knew before its run. */
  async #forgetCaptions(runs: readonly RecordedRun[]): Promise<void> {
    const known = await hashesInManifests(this.#root);
    if (known === undefined) return;
    const restorable = new Set(runs.flatMap(({ acts }) => acts.map(({ base }) => base?.sha256)));
    await this.#captions.retain((sha256) => known.has(sha256) || restorable.has(sha256));
  }

  async #clearRetired(folder: string, clear: Pruning['clear']): Promise<void> {
    for (const journal of await readRetiredJournals(folder, this.#folder)) {
      // A journal without a run names nothing in S3 that we can read.
      if (journal.run === undefined || (await clear(journal.run))) await removeJournals(folder, [journal]);
    }
  }
}

const runsOf = (journals: readonly FoundJournal[]): RecordedRun[] =>
  journals.flatMap(({ run }) => (run === undefined ? [] : [run]));
