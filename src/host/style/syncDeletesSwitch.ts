import * as vscode from 'vscode';
import { isSetByWorkspace, onDidChangeSettings, readSetting, writeSetting } from '../settings/settings.js';
import type { Style } from './style.js';

const CONFIRMED = 'syncDeletes.confirmed';

/** The setting `s3TrainingData.syncDeletes`, for a checkbox. */
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
   * Whether the user of this machine has confirmed the setting. A repository may bring it switched on; then the user is
   * asked once before the first deletion, whatever `confirm` says.
   */
  isConfirmed({ folder }: Pick<Style, 'folder'>): boolean {
    return !isSetByWorkspace('syncDeletes', folder) || this.state.get(CONFIRMED) === true;
  }

  /** Called when the user switches the setting on in this workspace, or approves its deletions. */
  async confirm(): Promise<void> {
    if (this.state.get(CONFIRMED) !== true) await this.state.update(CONFIRMED, true);
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#changed.dispose();
  }
}
