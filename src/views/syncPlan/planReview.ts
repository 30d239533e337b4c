import * as vscode from 'vscode';
import { CONTEXT_KEYS, VIEWS } from '../../host/settings/ids.js';
import type { PlannedSync } from '../../host/syncRunner.js';
import type { Resolution } from '../../operations/protocol/requests.js';
import { SyncPlanModel, type GroupKind, type PlannedFile, type PlannedRow } from './syncPlanModel.js';

/** A plan that somebody looks at. */
export interface ShownPlan {
  readonly planned: PlannedSync;
  readonly model: SyncPlanModel;
}

/** The one plan that is looked at, until it is applied, discarded or followed by another. */
export class PlanReview implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  /** Another plan is looked at, or none. */
  readonly onDidChange = this.#changed.event;
  readonly #decided = new vscode.EventEmitter<ReadonlySet<GroupKind>>();
  /** Something has been decided about the plan; the rows of these groups say so. */
  readonly onDidDecide = this.#decided.event;
  #current: ShownPlan | undefined;
  #close: (() => void) | undefined;

  get current(): ShownPlan | undefined {
    return this.#current;
  }

  /** Shows a plan in the view “Sync Plan”; resolves when it is not shown any more. */
  async show(planned: PlannedSync): Promise<void> {
    this.#close?.();
    const closed = new Promise<void>((resolve) => (this.#close = resolve));
    this.#current = { planned, model: new SyncPlanModel(planned.result) };
    this.#changed.fire();
    await vscode.commands.executeCommand('setContext', CONTEXT_KEYS.hasPlan, true);
    await vscode.commands.executeCommand(`${VIEWS.syncPlan}.focus`);
    await closed;
  }

  close(): void {
    this.#current = undefined;
    this.#changed.fire();
    void vscode.commands.executeCommand('setContext', CONTEXT_KEYS.hasPlan, false);
    this.#close?.();
  }

  /** Leaves rows out, or takes them in again. The view knows: it is where that is done. */
  leaveOut(rows: Iterable<PlannedRow>, leaveOut: boolean): void {
    this.#current?.model.leaveOut(rows, leaveOut);
    this.#decided.fire(new Set());
  }

  /** Decides about files where that can be; returns for how many it could. */
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
