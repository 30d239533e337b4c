import type * as vscode from 'vscode';
import { connectionOfRun } from '../host/bucketConnection.js';
import { logSink, type Log } from '../host/shown/log.js';
import {
  ask,
  showInformation,
  showWarning,
  t,
  withProgress,
  type ProgressReport,
} from '../host/shown/messages.js';
import { progressFraction } from '../host/texts/progressText.js';
import { readSetting } from '../host/settings/settings.js';
import type { FinishedSync, Style } from '../host/style/style.js';
import { workspaceFolderOf } from '../host/style/styleDiscovery.js';
import { checkTrusted } from '../host/settings/trust.js';
import { undoQuestion } from '../host/questions/undoQuestion.js';
import { saveCaptionsBefore } from '../host/unsavedCaptions.js';
import type { RunFiles, RunSummary, UndoResult } from '../operations/protocol/results.js';
import { timeText, undoSentence } from '../operations/texts/undoTexts.js';
import type { SyncProgress } from '../core/progress.js';
import type { CommandServices } from './commandServices.js';

/** What undoing needs, from whatever it is started. */
export type UndoServices = Pick<CommandServices, 'engine' | 'library' | 'connections' | 'log'>;

/** How an undo ended, in the words of its closing message. */
export type FinishedUndo = Pick<FinishedSync, 'message' | 'outcome'>;

/** The runs of a style, newest first. */
export function readHistory(
  { engine }: Pick<UndoServices, 'engine'>,
  style: Style,
): Promise<readonly RunSummary[]> {
  return engine.history({ folder: style.folder.fsPath }, new AbortController().signal);
}

/** What the run took away and made. */
export function readRunFiles(
  { engine }: Pick<UndoServices, 'engine'>,
  style: Style,
  run: RunSummary,
): Promise<RunFiles> {
  return engine.runFiles({ folder: style.folder.fsPath, runId: run.run_id }, new AbortController().signal);
}

/**
 * Names what an undo of the run would do, and asks. Of files that the user has picked himself he is asked only where
 * the run is not known to be his, or the folder is reached through a link.
 */
async function isWanted(
  services: UndoServices,
  style: Style,
  run: RunSummary,
  files: readonly string[] | undefined,
): Promise<boolean> {
  const isElsewhere = run.folder !== style.folder.fsPath;
  if (files !== undefined && run.proven && !isElsewhere) return true;
  const all = await readRunFiles(services, style, run);
  const asked = files === undefined ? all : onlyOf(all, new Set(files));
  const question = undoQuestion(run, asked, Date.now(), t);
  return (await ask(question, question.button)) === question.button;
}

const onlyOf = ({ restorable, created }: RunFiles, files: ReadonlySet<string>): RunFiles => ({
  restorable: restorable.filter(({ file }) => files.has(file)),
  created: created.filter(({ file }) => files.has(file)),
});

/**
 * Asks, and takes a run back, with a progress notification and a closing message. `files`: only these; left out: all of
 * it. `undefined` where the user does not want it, or would not save the captions.
 */
export async function askAndUndo(
  services: UndoServices,
  style: Style,
  run: RunSummary,
  files?: readonly string[],
): Promise<FinishedUndo | undefined> {
  checkTrusted();
  if (!(await isWanted(services, style, run, files))) return undefined;
  if (!(await saveCaptionsBefore('undo', style))) return undefined;
  const time = timeText(run.started_at, Date.now());
  const title = files ? t('Restoring files of the sync of {0}', time) : t('Undoing the sync of {0}', time);
  const result = await withProgress(title, (report, token) =>
    undo(services, style, { run, files }, report, token),
  );
  // The watcher tells of it as well, a moment later.
  void services.library.refresh(style);
  const message = undoSentence(result, files !== undefined, Date.now(), t);
  showResult(message, result, services.log);
  return { message, outcome: outcomeOf(result) };
}

async function undo(
  { engine, connections, log }: UndoServices,
  style: Style,
  { run, files }: { readonly run: RunSummary; readonly files: readonly string[] | undefined },
  report: ProgressReport,
  token: vscode.CancellationToken,
): Promise<UndoResult> {
  const controller = new AbortController();
  token.onCancellationRequested(() => controller.abort());
  const connection = await connectionOfRun(style.folder, run, connections.secrets);
  let shown = 0;
  const onProgress = (progress: SyncProgress): void => {
    const percent = (progressFraction(progress) ?? 0) * 100;
    const increment = Math.max(0, percent - shown);
    shown += increment;
    report({ message: progressLine(progress), increment });
  };
  return engine.undo(
    {
      folder: style.folder.fsPath,
      connection,
      concurrency: readSetting('concurrency', style.folder),
      followLinks: readSetting('followLinks', style.folder),
      ...workspaceFolderOf(style),
      holder: 'VS Code',
      runId: run.run_id,
      // The question has named its place and its files.
      trustHistory: !run.proven,
      force: true,
      ...(files && { files }),
    },
    { signal: controller.signal, onProgress, onLog: logSink(log) },
  );
}

function progressLine({ filesDone, filesTotal, current }: SyncProgress): string {
  if (filesTotal === 0) return '';
  return [t('{0} of {1}', filesDone, filesTotal), current].filter((part) => part !== '').join(' · ');
}

function outcomeOf({ cancelled, failed, stopped_by }: UndoResult): FinishedUndo['outcome'] {
  if (cancelled) return 'cancelled';
  return failed === 0 && stopped_by === undefined ? 'done' : 'failed';
}

/** The one closing message. Not awaited: the undo is over, whether it is read or not. */
function showResult(message: string, result: UndoResult, log: Log): void {
  log.info(message);
  for (const file of result.restored_files) log.info(`Restored: ${file}`);
  for (const file of result.removed_files) log.info(`Removed: ${file}`);
  for (const file of result.kept_files) log.warn(`Changed since the sync, kept: ${file}`);
  for (const file of result.unconfirmed_files) log.warn(`Not known whether it was changed: ${file}`);
  if (result.failed + result.unconfirmed === 0 && result.stopped_by === undefined) {
    void showInformation(message);
    return;
  }
  for (const failed of result.failed_files) log.error(failed.message);
  if (result.stopped_by !== undefined) log.error(result.stopped_by.message);
  const showLog = t('Show Log');
  void showWarning(message, showLog).then((choice) => {
    if (choice === showLog) log.show();
  });
}
