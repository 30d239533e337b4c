import type * as vscode from 'vscode';
import { stemOf } from '../dataset/pairing.js';
import type { Engine } from '../engine/engine.js';
import { hasCode } from '../core/errors.js';
import type { PairsEdit } from '../operations/protocol/requests.js';
import type { PairsResult } from '../operations/protocol/results.js';
import { describeError } from '../operations/texts/errorTexts.js';
import { closeTabsOf, reopenTabs } from './openTabs.js';
import type { RunHandlers, StyleRuns } from './runs.js';
import { readSetting, recoverySettings } from './settings/settings.js';
import type { Log } from './shown/log.js';
import { ask, showInformation, showWarning, t, withProgress } from './shown/messages.js';
import type { Style } from './style/style.js';
import { workspaceFolderOf } from './style/styleFolders.js';
import type { StyleLibrary } from './style/styleLibrary.js';
import { fileInside } from './style/uris.js';
import { progressText } from './texts/progressText.js';
import { endOfEdit } from './texts/runEnds.js';
import type { UndoRunner } from './undoRunner.js';
import { saveCaptions, unsavedBelow } from './unsavedCaptions.js';

interface PairEditServices {
  readonly engine: Pick<Engine, 'editPairs'>;
  readonly library: Pick<StyleLibrary, 'refresh'>;
  readonly runs: StyleRuns;
  readonly undos: UndoRunner;
  readonly log: Log;
}

/** An edit of pairs of a style that the user has asked for, and said yes to where that is needed. */
export interface WantedEdit {
  readonly style: Style;
  readonly edit: PairsEdit;
  /** Captions whose unsaved text is saved first. */
  readonly captions: readonly string[];
  /** Images and captions of the edit: where there are many, a notification shows the progress. */
  readonly count: number;
  /** The style that pairs are moved to. */
  readonly target?: Style;
  /** The closing message is left out where files were left because their names are taken: the caller asks about them. */
  readonly isQuiet?: boolean;
}

/** Edits of more files show a notification. */
const FEW_FILES = 40;

/** Carries out edits of pairs as runs of a style: shown in the tree and the gallery, and undone from the closing message. */
export class PairEdits {
  constructor(private readonly services: PairEditServices) {}

  /** `undefined`: the user was told why nothing was done. */
  run(wanted: WantedEdit): Promise<PairsResult | undefined> {
    const { style, captions } = wanted;
    return this.services.runs.interactively(style, async () => {
      await saveCaptions(style.folder, captions);
      const result = await this.#shown(wanted);
      if (result === undefined) return undefined;
      await this.#followFiles(wanted, result);
      if (wanted.target !== undefined) void this.services.library.refresh(wanted.target);
      const isAskedAbout =
        wanted.isQuiet === true && result.failed_files.some(({ code }) => code === 'name-taken');
      if (!isAskedAbout || result.images + result.captions > 0)
        void this.#showEnd(wanted, result, isAskedAbout);
      return result;
    });
  }

  async #shown(wanted: WantedEdit): Promise<PairsResult | undefined> {
    if (wanted.count <= FEW_FILES) return this.#carryOut(wanted);
    return withProgress(t('Changing images of {0}', wanted.style.id), (report, token) => {
      token.onCancellationRequested(() => this.services.runs.cancel(wanted.style));
      return this.#carryOut(wanted, (message) => report({ message }));
    });
  }

  /** Where the folder is reached through a link, asks once more with its real path. */
  async #carryOut(
    wanted: WantedEdit,
    report: (message: string) => void = () => undefined,
  ): Promise<PairsResult | undefined> {
    try {
      return await this.#start(wanted, report, false);
    } catch (error) {
      if (!hasCode(error, 'linked-folder')) throw error;
      const { file = '', cause = '' } = error.data;
      const go = t('Change Files There');
      const title = t('“{0}” is a link. Change files at its target?', file);
      const answer = await ask({ title, detail: cause }, go);
      return answer === go ? this.#start(wanted, report, true) : undefined;
    }
  }

  #start(wanted: WantedEdit, report: (message: string) => void, force: boolean): Promise<PairsResult> {
    const { engine, runs } = this.services;
    const { style, edit, target } = wanted;
    const { folder } = style;
    const start = ({ signal, onProgress, onLog }: RunHandlers): Promise<PairsResult> =>
      engine.editPairs(
        {
          folder: folder.fsPath,
          ...workspaceFolderOf(style),
          followLinks: readSetting('followLinks', folder),
          imageExtensions: readSetting('imageExtensions', folder),
          prefix: readSetting('prefix', folder),
          holder: 'VS Code',
          recovery: recoverySettings(folder),
          edit,
          force,
        },
        {
          signal,
          onLog,
          onProgress: (progress) => {
            onProgress(progress);
            report(progressText('edit', progress, t));
          },
          unsaved: unsavedBelow(folder),
        },
      );
    return runs.run({
      style,
      kind: 'edit',
      nothingChanged: t('Cancelled. Nothing was changed in {0}.', style.id),
      start,
      endOf: (result) => endOfEdit(result, target?.id, t),
    });
  }

  /** The tabs of renamed files show the new ones; those of other files that are gone close. */
  async #followFiles({ style, edit }: WantedEdit, result: PairsResult): Promise<void> {
    const uri = (file: string): vscode.Uri => fileInside(style.folder, file);
    const gone = new Set(result.deleted_files);
    const moved = new Map<string, vscode.Uri>();
    for (const { from, to } of edit.act === 'rename' ? edit.renamings : []) {
      for (const file of gone) {
        if (stemOf(file) !== stemOf(from)) continue;
        const now = stemOf(to) + file.slice(stemOf(from).length);
        if (result.created_files.includes(now)) moved.set(file, uri(now));
      }
    }
    await reopenTabs([...moved].map(([from, to]) => ({ from: uri(from), to })));
    await closeTabsOf([...gone].map(uri));
  }

  /** The closing message, with Undo. Does not wait for the user to read it. */
  async #showEnd({ style, target }: WantedEdit, result: PairsResult, isAskedAbout: boolean): Promise<void> {
    const { log, undos } = this.services;
    const failures = isAskedAbout ? [] : result.failed_files;
    const told = { ...result, failed: failures.length, failed_files: failures };
    const { message, needsAttention } = endOfEdit(told, target?.id, t);
    const [failure] = failures;
    const text =
      failure === undefined ? message : `${message} ${describeError(failure.code, failure.data, t)}`;
    const undo = result.run_id === undefined ? [] : [t('Undo')];
    const choice = await (needsAttention
      ? showWarning(text, ...undo, t('Show Log'))
      : showInformation(text, ...undo));
    if (choice === t('Show Log')) log.show();
    if (choice === undefined || choice !== undo[0]) return;
    // Of a move, what came goes first: the pairs are never in neither style.
    await undos.undoEdit(style, result.run_id);
    if (target !== undefined) await undos.undoEdit(target, result.moved_in_run_id);
  }
}
