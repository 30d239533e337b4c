import * as vscode from 'vscode';
import { isSetByWorkspace, onDidChangeSettings, readSetting, writeSetting } from '../settings/settings.js';
import type { Style } from './style.js';

const CONFIRMED = 'syncDeletes.confirmed';

/** The setting `s3TrainingData.syncDeletes`, as a checkbox reads and writes it. */
export class SyncDeletesSwitch implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #subscription = onDidChangeSettings(['syncDeletes'], () => this.#changed.fire());

  /** `state`: of this workspace, on this machine. */
  constructor(private readonly state: vscode.Memento) {}

  get({ folder }: Pick<Style, 'folder'>): boolean {
    return readSetting('syncDeletes', folder);
  }

  async set({ folder }: Pick<Style, 'folder'>, value: boolean): Promise<void> {
    await writeSetting('syncDeletes', value, folder);
    if (value) await this.confirm();
  }

  /**
   * Whether it is somebody's word on this machine: a repository may bring it switched on, and then it is asked about
   * once before anything is deleted, whatever `confirm` says.
   */
  isConfirmed({ folder }: Pick<Style, 'folder'>): boolean {
    return !isSetByWorkspace('syncDeletes', folder) || this.state.get(CONFIRMED) === true;
  }

  /** Somebody has switched it on in this workspace, or said yes to what it deletes. */
  async confirm(): Promise<void> {
    if (this.state.get(CONFIRMED) !== true) await this.state.update(CONFIRMED, true);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}
