import * as vscode from 'vscode';
import { onDidChangeSettings, readSetting, writeSetting } from './settings.js';
import type { Style } from './style.js';

/** The setting `s3TrainingData.syncDeletes`, as a checkbox reads and writes it. */
export class SyncDeletesSwitch implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscription = onDidChangeSettings(['syncDeletes'], () => this.#changed.fire());

  get({ folder }: Style): boolean {
    return readSetting('syncDeletes', folder);
  }

  set({ folder }: Style, value: boolean): Promise<void> {
    return writeSetting('syncDeletes', value, folder);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}
