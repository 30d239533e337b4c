import * as vscode from 'vscode';
import { CONTEXT_KEYS, VIEWS } from '../../host/settings/ids.js';
import type { FinishedRun } from '../../host/runs.js';
import { uriKey } from '../../host/style/uris.js';
import type { PlannedSync } from '../../host/syncRunner.js';
import type { Resolution } from '../../operations/protocol/requests.js';
import { SyncPlanModel, type GroupKind, type PlannedFile, type PlannedRow } from './syncPlanModel.js';

/** A plan that is shown to the user. */
export interface ShownPlan {
  readonly planned: PlannedSync;
  readonly model: SyncPlanModel;
}

/** The one plan that is shown, until it is applied, discarded or replaced by another. */
export class PlanReview implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Fired when another plan is shown, or none. */
  readonly onDidChange = this.#changed.event;
  readonly #decided = new vscode.EventEmitter<ReadonlySet<GroupKind>>();
  /** Fired when the user has decided about rows, with the groups whose rows must be redrawn. */
  readonly onDidDecide = this.#decided.event;
  #current: ShownPlan | undefined;
  #close: (() => void) | undefined;

  get current(): ShownPlan | undefined {
    return this.#current;
  }

  /** Shows a plan in the view “Sync Plan”; resolves when it is closed or replaced. */
  async show(planned: PlannedSync): Promise<void> {
    this.#close?.();
    const closed = new Promise<void>((resolve) => (this.#close = resolve));
    this.#current = { planned, model: new SyncPlanModel(planned.result) };
    this.#changed.fire();
    const toS3 = planned.direction === 'to-s3';
    await vscode.commands.executeCommand('setContext', CONTEXT_KEYS.planToS3, toS3);
    await vscode.commands.executeCommand('setContext', CONTEXT_KEYS.hasPlan, true);
    await vscode.commands.executeCommand(`${VIEWS.syncPlan}.focus`);
    await closed;
  }

  /** Closes the plan of a style that an undo has changed: what it shows is not to be done any more. */
  closeAfter({ style, kind }: Pick<FinishedRun, 'style' | 'kind'>): void {
    const planned = this.#current?.planned.style.folder;
    const isUndo = kind === 'undo' || kind === 'restore';
    if (isUndo && planned !== undefined && uriKey(planned) === uriKey(style.folder)) this.close();
  }

  close(): void {
    this.#current = undefined;
    this.#changed.fire();
    void vscode.commands.executeCommand('setContext', CONTEXT_KEYS.hasPlan, false);
    this.#close?.();
  }

  /**
   * Leaves rows out, or includes them again. No group needs to be redrawn: the view has changed the checkboxes itself.
   */
  leaveOut(rows: Iterable<PlannedRow>, leaveOut: boolean): void {
    this.#current?.model.leaveOut(rows, leaveOut);
    this.#decided.fire(new Set());
  }

  /** Resolves the files that can be resolved; returns how many. */
  resolve(files: readonly PlannedFile[], resolution: Resolution): number {
    const { model } = this.#current ?? {};
    const resolved = model === undefined ? [] : files.filter((file) => model.resolve(file, resolution));
    this.#decided.fire(new Set(resolved.map(({ group }) => group)));
    return resolved.length;
  }

  dispose(): void {
    this.#close?.();
    this.#changed.dispose();
    this.#decided.dispose();
  }
}
