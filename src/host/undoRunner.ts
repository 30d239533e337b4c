import * as vscode from 'vscode';
import type { Connection } from '../core/connection.js';
import type { Engine } from '../engine/engine.js';
import type { UndoRequest } from '../operations/protocol/requests.js';
import type { RunFiles, RunSummary, UndoResult } from '../operations/protocol/results.js';
import { timeText } from '../operations/texts/undoTexts.js';
import { connectionOfRun, type BucketConnections } from './bucketConnection.js';
import { undoQuestion } from './questions/undoQuestion.js';
import type { StyleRuns } from './runs.js';
import { COMMANDS } from './settings/ids.js';
import { readSetting } from './settings/settings.js';
import type { Log } from './shown/log.js';
import { ask, showInformation, t } from './shown/messages.js';
import type { Style } from './style/style.js';
import { workspaceFolderOf } from './style/styleFolders.js';
import { endOfUndo } from './texts/runEnds.js';
import { saveCaptionsBefore } from './unsavedCaptions.js';

interface UndoServices {
  readonly engine: Pick<Engine, 'undo' | 'history' | 'runFiles'>;
  readonly runs: StyleRuns;
  readonly connections: BucketConnections;
  readonly log: Log;
}

/** Undoes runs: reads the history, asks, and runs the undo. */
export class UndoRunner {
  constructor(private readonly services: UndoServices) {}

  /** The runs of a style, newest first. */
  history({ folder }: Style): Promise<readonly RunSummary[]> {
    return this.services.engine.history({ folder: folder.fsPath }, new AbortController().signal);
  }

  /** The files that a run replaced, deleted and created. */
  filesOf({ folder }: Style, { run_id: runId }: RunSummary): Promise<RunFiles> {
    return this.services.engine.runFiles({ folder: folder.fsPath, runId }, new AbortController().signal);
  }

  /** Asks, and undoes the last sync that is not undone yet. Tells the user where there is none. */
  async undoLast(style: Style): Promise<void> {
    await this.services.runs.interactively(style, async () => {
      const run = (await this.history(style)).find(({ next_undo }) => next_undo);
      if (run === undefined)
        void showInformation(t('There is no sync of {0} that could be undone.', style.id));
      else await this.#askAndUndo(style, run, undefined);
    });
  }

  /** Asks, and undoes a run. `files`: relative paths to restore; left out: the whole run. */
  async undo(style: Style, run: RunSummary, files?: readonly string[]): Promise<void> {
    await this.services.runs.interactively(style, () => this.#askAndUndo(style, run, files));
  }

  /** Undoes an edit of pairs that was just made, without a question. `runId`: `undefined` where there is nothing to do. */
  async undoEdit(style: Style, runId: string | undefined): Promise<void> {
    if (runId === undefined) return;
    await this.services.runs.interactively(style, async () => {
      const run = (await this.history(style)).find(({ run_id }) => run_id === runId);
      if (run === undefined || run.undone) return;
      await this.#undo(style, run, undefined);
    });
  }

  async #askAndUndo(style: Style, run: RunSummary, files: readonly string[] | undefined): Promise<void> {
    if (!(await this.#isWanted(style, run, files))) return;
    if (!(await saveCaptionsBefore('undo', style))) return;
    await this.#undo(style, run, files);
  }

  async #undo(style: Style, run: RunSummary, files: readonly string[] | undefined): Promise<void> {
    const { runs, engine, log } = this.services;
    const isPart = files !== undefined;
    const request = await this.#request(style, run, files);
    const result = await runs.run({
      style,
      kind: isPart ? 'restore' : 'undo',
      ...titlesOf(run, isPart),
      start: (handlers) => engine.undo(request, handlers),
      endOf: (ended) => endOfUndo(ended, isPart, Date.now(), t),
      follow: () => void vscode.commands.executeCommand(COMMANDS.syncFromS3, style.folder),
    });
    logFiles(result, log);
  }

  /**
   * Asks, and names what the undo would do. A user who has picked the files is asked only where the run is not proven
   * to be the user's, or the folder is reached through a link.
   */
  async #isWanted(style: Style, run: RunSummary, files: readonly string[] | undefined): Promise<boolean> {
    const isElsewhere = run.folder !== style.folder.fsPath;
    if (files !== undefined && run.proven && !isElsewhere) return true;
    const all = await this.filesOf(style, run);
    const question = undoQuestion(run, files === undefined ? all : onlyOf(all, files), Date.now(), t);
    return (await ask(question, question.button)) === question.button;
  }

  async #connection(folder: Style['folder'], run: RunSummary): Promise<Connection> {
    if (run.direction === null) return NO_SERVER;
    return connectionOfRun(folder, run, this.services.connections.secrets);
  }

  async #request(
    { folder }: Style,
    run: RunSummary,
    files: readonly string[] | undefined,
  ): Promise<UndoRequest> {
    return {
      folder: folder.fsPath,
      connection: await this.#connection(folder, run),
      concurrency: readSetting('concurrency', folder),
      followLinks: readSetting('followLinks', folder),
      ...workspaceFolderOf({ folder }),
      holder: 'VS Code',
      runId: run.run_id,
      // The question has named the place and the files.
      trustHistory: !run.proven,
      force: true,
      ...(files && { files }),
    };
  }
}

/** The undo of an edit asks no server. */
const NO_SERVER: Connection = { forcePathStyle: 'auto' };

function titlesOf(
  { direction, started_at }: RunSummary,
  isPart: boolean,
): { readonly title: string; readonly nothingChanged: string } {
  const time = timeText(started_at, Date.now());
  if (direction === null) {
    return {
      title: isPart ? t('Files of the change of {0}', time) : t('Undo of the change of {0}', time),
      nothingChanged: t('Undo of the change of {0} cancelled. Nothing was changed.', time),
    };
  }
  return {
    title: isPart ? t('Files of the sync of {0}', time) : t('Undo of the sync of {0}', time),
    nothingChanged: t('Undo of the sync of {0} cancelled. Nothing was changed.', time),
  };
}

function onlyOf({ restorable, created }: RunFiles, files: readonly string[]): RunFiles {
  const wanted = new Set(files);
  return {
    restorable: restorable.filter(({ file }) => wanted.has(file)),
    created: created.filter(({ file }) => wanted.has(file)),
  };
}

/** Logs the files by their outcome. The engine has logged those that failed. */
function logFiles(result: UndoResult, log: Log): void {
  for (const file of result.restored_files) log.info(`Restored: ${file}`);
  for (const file of result.removed_files) log.info(`Removed: ${file}`);
  for (const file of result.kept_files) log.warn(`Changed since the sync, kept: ${file}`);
  for (const file of result.unconfirmed_files) log.warn(`Not known whether it was changed: ${file}`);
}
