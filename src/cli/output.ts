import { once } from 'node:events';
import type { TrainingImage } from '../dataset/trainingImage.js';
import type {
  HistoryRun,
  PlannedAction,
  RunSummary,
  SyncResult,
  UndoResult,
} from '../operations/protocol/results.js';
import { visible, visibleJson, visibleLines } from '../operations/texts/outsideWords.js';
import { describeError } from '../operations/texts/errorTexts.js';
import { filesInWords } from '../operations/texts/fileNumbers.js';
import { reasonText } from '../operations/texts/planReasons.js';
import { leftOutText, summarySentence } from '../operations/texts/syncTexts.js';
import { plainText } from '../operations/texts/translate.js';
import { runCounts, runTitle, timeText, undoSentence } from '../operations/texts/undoTexts.js';
import type { SyncError } from '../core/errors.js';
import type { LogLevel, SyncDirection, SyncProgress } from '../core/progress.js';
import { jsonPieces } from './jsonPieces.js';

const SHOWN_FILES = 20;

/** Printed after a sync that left files as they are because they changed on the side that it would change. */
const toDecide = (isUpload: boolean): string =>
  `To decide file by file: --dry-run --json, then --apply. To overwrite what changed ${isUpload ? 'in S3' : 'here'}: --on-conflict overwrite.`;

/** Printed after an internal error. */
const NOTHING_WAS_CHANGED = 'Nothing was changed.';
const NOTHING_IS_LOST =
  'The run ended there. Nothing that its history keeps is lost: the same command goes on, “undo” takes back what was done.';

/** Clears the terminal's current line. */
const CLEAR_LINE = '\r\u001b[K';

/**
 * Prints what people and scripts read: the result on standard output, everything else on standard error. All output
 * goes through this class, which removes terminal control characters from file names and from the words of servers.
 */
export class Output {
  #lineIsOpen = false;
  #lastShownAt = 0;
  #hasReader = true;
  #hasResult = false;

  constructor(
    readonly json: boolean,
    readonly stdout: NodeJS.WriteStream = process.stdout,
    readonly stderr: NodeJS.WriteStream = process.stderr,
  ) {
    // The reader has seen enough (`… | head`), or the terminal is closed. The run continues and does not fail.
    stdout.on('error', () => {
      this.#hasReader = false;
    });
    stderr.on('error', () => undefined);
  }

  /** Whether part of the result has been written to standard output. */
  get hasResult(): boolean {
    return this.#hasResult;
  }

  /** Resolves when all output has been handed to the operating system. */
  flushed(): Promise<void> {
    return new Promise((resolve) => this.stdout.write('', () => resolve()));
  }

  /** Prints the program's own text unchanged: the help. */
  text(text: string): void {
    this.stdout.write(text);
  }

  /** On a terminal, rewrites one line; elsewhere, prints a line every five seconds. */
  progress(progress: SyncProgress): void {
    const interval = this.stderr.isTTY ? 100 : 5000;
    const now = performance.now();
    if (now - this.#lastShownAt < interval) return;
    this.#lastShownAt = now;
    if (this.stderr.isTTY) {
      this.stderr.write(`${CLEAR_LINE}${visible(progressLine(progress)).slice(0, this.stderr.columns - 1)}`);
      this.#lineIsOpen = true;
    } else if (progress.filesTotal > 0) this.#say(progressLine(progress));
  }

  log(level: LogLevel, line: string): void {
    const isDeletion = /^Delet(ed|ing) /.test(line);
    if (isDeletion || level === 'warn' || level === 'error') this.#say(line);
  }

  async images(images: readonly TrainingImage[]): Promise<void> {
    if (this.json) return this.#printJson(images);
    for (const { relativePath, captionFile } of images) {
      this.#print(...(captionFile === null ? [relativePath] : [relativePath, captionFile]));
    }
    const captions = images.filter(({ hasCaption }) => hasCaption).length;
    this.#say(`${String(images.length)} images, ${String(captions)} with a caption`);
  }

  async result(result: SyncResult): Promise<void> {
    this.#closeLine();
    if (this.json) return this.#printJson(result);
    if (result.plan !== undefined) this.#plan(result);
    this.#names('Kept under another name, on both sides', result.copy_files);
    this.#names('Caption without its image, which is still to come', result.captions_without_image_files);
    this.#names('Not known whether it was changed', result.unconfirmed_files);
    this.#names('Conflict, left alone on both sides', result.conflict_files);
    const isUpload = result.direction === 'to-s3';
    this.#names(isUpload ? 'Changed in S3, kept' : 'Changed here, kept', result.kept_files);
    if (result.plan === undefined && result.conflicts + result.kept > 0) this.#say(toDecide(isUpload));
    this.#names('Not what it was in the plan any more, left alone', result.drifted_files);
    // Failures come last, so that they are still visible after a long list.
    for (const { message } of [...result.failed_files, ...result.refused_files]) this.#say(message);
    if (result.stopped_by !== undefined) this.#say(result.stopped_by.message);
    if (result.plan === undefined) this.#print(summarySentence(result, plainText));
  }

  /** `isPart`: whether only some files of the run were undone. */
  async undo(result: UndoResult, isPart: boolean): Promise<void> {
    this.#closeLine();
    if (this.json) return this.#printJson(result);
    this.#names('Restored', result.restored_files);
    this.#names('Removed', result.removed_files);
    this.#names('Changed since, kept', result.kept_files);
    this.#names('Not known whether it was changed', result.unconfirmed_files);
    for (const { message } of result.failed_files) this.#say(message);
    if (result.stopped_by !== undefined) this.#say(result.stopped_by.message);
    this.#print(undoSentence(result, isPart, Date.now(), plainText));
  }

  /** `runs`: newest first. */
  history(runs: readonly RunSummary[]): void {
    for (const run of runs) this.#print(runLine(run));
    if (runs.length === 0) this.#say('Nothing was synced here yet.');
  }

  historyWithFiles(runs: readonly HistoryRun[]): Promise<void> {
    return this.#printJson(runs);
  }

  /** With `--json`, prints the fields of a result, all zero, and the error. */
  async error(error: SyncError, direction: SyncDirection | undefined): Promise<void> {
    this.#closeLine();
    const message = describeError(error.code, error.data, plainText);
    this.#say(message);
    if (!this.json) return;
    const counts =
      direction === 'to-s3'
        ? { uploaded: 0, uploaded_files: [] }
        : direction === 'from-s3'
          ? { downloaded: 0, downloaded_files: [] }
          : {};
    const nothing = direction === undefined ? {} : { ...counts, failed: 0, deleted: 0 };
    const report = { ...nothing, error: { code: error.code, message, data: error.data } };
    await this.#printJson(report);
  }

  /**
   * Reports a bug of the program, with its stack if `S3_TRAINING_DATA_DEBUG` is set. If the run has written, nothing
   * knows how many files are done, so the JSON has no counts. JSON that has been begun is left as it is.
   */
  async internalError(
    error: SyncError,
    direction: SyncDirection | undefined,
    hasWritten: boolean,
  ): Promise<void> {
    if (this.#hasResult) this.#say(describeError(error.code, error.data, plainText));
    else await this.error(error, hasWritten ? undefined : direction);
    this.#say(hasWritten ? NOTHING_IS_LOST : NOTHING_WAS_CHANGED);
    const { cause } = error;
    const isDebugging = (process.env['S3_TRAINING_DATA_DEBUG'] ?? '') !== '';
    if (isDebugging && cause instanceof Error) this.stderr.write(`${visibleLines(cause.stack ?? '')}\n`);
  }

  #plan(result: SyncResult): void {
    const { plan = [], location, direction } = result;
    const rows = plan.filter(({ action }) => action !== 'skip');
    for (const row of rows)
      this.#print(`${row.action.padEnd(9)} ${row.file}  (${reasonText(row, direction, plainText)})`);
    const filesOf = (isWanted: (action: PlannedAction['action']) => boolean): string =>
      filesInWords(
        plan.filter(({ action }) => isWanted(action)).map(({ file }) => file),
        plainText,
      );
    const staying = filesOf((action) => action === 'stay');
    const counts = [
      `${filesOf((action) => action !== 'skip' && action !== 'stay') || 'nothing'} to do`,
      ...(staying === '' ? [] : [`${staying} stay as they are`]),
      `${filesOf((action) => action === 'skip') || 'nothing'} the same`,
    ];
    const leftOut = leftOutText(result, plainText);
    if (leftOut !== undefined) counts.push(leftOut);
    this.#print(`Dry run, nothing was changed: ${counts.join(', ')} (${location})`);
  }

  /** Writes with backpressure: without it, JSON that the pipe does not take yet would pile up in memory. */
  async #printJson(value: object): Promise<void> {
    this.#hasResult = true;
    for (const piece of jsonPieces(value)) {
      if (!this.#hasReader) return;
      if (!this.stdout.write(visibleJson(piece))) await this.#waitForDrain();
    }
    this.stdout.write('\n');
  }

  /** Waits for the pipe to drain, but not if its reader is gone. */
  async #waitForDrain(): Promise<void> {
    if (this.#hasReader) await once(this.stdout, 'drain').catch(() => undefined);
  }

  #names(what: string, names: readonly string[]): void {
    for (const name of names.slice(0, SHOWN_FILES)) this.#say(`${what}: ${name}`);
    if (names.length > SHOWN_FILES) this.#say(`${what}: ${String(names.length - SHOWN_FILES)} more`);
  }

  #say(line: string): void {
    this.#closeLine();
    this.stderr.write(`${visible(line)}\n`);
  }

  /** Prints one line on standard output. `columns` are separated by tabs for scripts, so no column may contain one. */
  #print(...columns: readonly string[]): void {
    this.#hasResult = true;
    this.stdout.write(`${columns.map(visible).join('\t')}\n`);
  }

  #closeLine(): void {
    if (this.#lineIsOpen) this.stderr.write(CLEAR_LINE);
    this.#lineIsOpen = false;
  }
}

/** Marks a run that may have been made elsewhere or by others. */
const NOT_KNOWN_TO_BE_YOURS = 'not known to be yours';

/** One line per run; the id comes first, to be copied to `undo --run`. */
function runLine(run: RunSummary): string {
  const marks = [
    ...(run.undone ? ['undone'] : []),
    ...(run.proven ? [] : [NOT_KNOWN_TO_BE_YOURS]),
    ...(run.ended_at === null ? ['did not end'] : []),
    `by ${run.by}`,
  ];
  const what = `${runTitle(run, plainText)}: ${runCounts(run, plainText)}`;
  return `${run.run_id}  ${timeText(run.started_at, Date.now())}  ${what}  (${marks.join(', ')})`;
}

const MEBIBYTE = 1024 * 1024;

function progressLine({
  phase,
  filesDone,
  filesTotal,
  bytesDone,
  bytesTotal,
  current,
}: SyncProgress): string {
  const files = `${String(filesDone)} of ${String(filesTotal)} images and captions`;
  const megabytes = (bytes: number): string => (bytes / MEBIBYTE).toFixed(1);
  switch (phase) {
    case 'listing':
      return 'Listing both sides';
    case 'comparing':
      return `Comparing ${files}`;
    case 'transferring':
      return `Transferred ${files} · ${megabytes(bytesDone)} of ${megabytes(bytesTotal)} MB · ${current}`;
    case 'deleting':
      return `Deleted ${files} · ${current}`;
  }
}
