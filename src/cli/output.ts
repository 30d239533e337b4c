import { once } from 'node:events';
import type { TrainingImage } from '../dataset/trainingImage.js';
import type { HistoryRun, RunSummary, SyncResult, UndoResult } from '../operations/protocol/results.js';
import { visible, visibleJson, visibleLines } from '../operations/texts/outsideWords.js';
import { describeError, summarySentence } from '../operations/texts/texts.js';
import { plainText } from '../operations/texts/translate.js';
import { runCounts, runTitle, timeText, undoSentence } from '../operations/texts/undoTexts.js';
import type { SyncError } from '../core/errors.js';
import type { LogLevel, SyncDirection, SyncProgress } from '../core/progress.js';
import { jsonPieces } from './jsonPieces.js';

const SHOWN_FILES = 20;

/** About what a sync has left as it is in the target. */
const TO_DECIDE =
  'To decide file by file: --dry-run --json, then --apply. To let the source win: --on-conflict overwrite.';

/** After a mistake of the program. */
const NOTHING_WAS_CHANGED = 'Nothing was changed.';
const NOTHING_IS_LOST =
  'The run ended there. Nothing that its history keeps is lost: the same command goes on, “undo” takes back what was done.';

/** Back to the beginning of the terminal's line, with nothing in it. */
const CLEAR_LINE = '\r\u001b[K';

/**
 * What people and scripts read: the summary on standard output, everything on the way on standard error. All that is
 * printed goes through here, and none of it steers the terminal, whatever a file is called or a server says.
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
    // Whoever reads has seen enough (`… | head`), or the terminal is closed: the run goes on, and is no failure for it.
    stdout.on('error', () => {
      this.#hasReader = false;
    });
    stderr.on('error', () => undefined);
  }

  /** Whether standard output has begun to get what there is to say at the end. */
  get hasResult(): boolean {
    return this.#hasResult;
  }

  /** Resolves when all that was printed is out of our hands. */
  flushed(): Promise<void> {
    return new Promise((resolve) => this.stdout.write('', () => resolve()));
  }

  /** Text of our own, as it is: the help. */
  text(text: string): void {
    this.stdout.write(text);
  }

  /** One line that is rewritten on a terminal; elsewhere a line every few seconds. */
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
    this.#names('Changed in the target, kept', result.kept_files);
    if (result.plan === undefined && result.conflicts + result.kept > 0) this.#say(TO_DECIDE);
    this.#names('Not what it was in the plan any more, left alone', result.drifted_files);
    // What went wrong comes last: it is what is still in sight after a long list.
    for (const { message } of [...result.failed_files, ...result.refused_files]) this.#say(message);
    if (result.stopped_by !== undefined) this.#say(result.stopped_by.message);
    if (result.plan === undefined) this.#print(summarySentence(result, plainText));
  }

  /** `isPart`: only of some files of the run. */
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

  /** Newest first. */
  history(runs: readonly RunSummary[]): void {
    for (const run of runs) this.#print(runLine(run));
    if (runs.length === 0) this.#say('Nothing was synced here yet.');
  }

  historyWithFiles(runs: readonly HistoryRun[]): Promise<void> {
    return this.#printJson(runs);
  }

  /** With `--json` the same fields, all zero, and what went wrong. */
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
   * A mistake of the program, with its trace where `S3_TRAINING_DATA_DEBUG` is set. What is done already nobody has counted:
   * with `--json` there are no counts then. Begun JSON is left as it is.
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

  #plan({ plan = [], location }: SyncResult): void {
    const rows = plan.filter(({ action }) => action !== 'skip');
    for (const { action, file, reason } of rows) this.#print(`${action.padEnd(9)} ${file}  (${reason})`);
    const same = plan.length - rows.length;
    this.#print(
      `Dry run, nothing was changed: ${String(rows.length)} to do, ${String(same)} the same (${location})`,
    );
  }

  /** No sooner than it is read: what a pipe does not take yet would pile up here. */
  async #printJson(value: object): Promise<void> {
    this.#hasResult = true;
    for (const piece of jsonPieces(value)) {
      if (!this.#hasReader) return;
      if (!this.stdout.write(visibleJson(piece))) await this.#waitForDrain();
    }
    this.stdout.write('\n');
  }

  /** Where nobody reads any more, nothing is waited for. */
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

  /** One line on standard output. `columns`: what scripts cut at a tab, so that none of them may hold one. */
  #print(...columns: readonly string[]): void {
    this.#hasResult = true;
    this.stdout.write(`${columns.map(visible).join('\t')}\n`);
  }

  #closeLine(): void {
    if (this.#lineIsOpen) this.stderr.write(CLEAR_LINE);
    this.#lineIsOpen = false;
  }
}

/** Of a run: made elsewhere, or by others. */
const NOT_KNOWN_TO_BE_YOURS = 'not known to be yours';

/** The id first, for `undo --run`. */
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
  const files = `${String(filesDone)} of ${String(filesTotal)}`;
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
