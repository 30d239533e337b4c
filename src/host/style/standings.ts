import * as vscode from 'vscode';
import { t } from '../shown/messages.js';
import type { Style } from './style.js';
import type { StyleLibrary } from './styleLibrary.js';
import type { SyncDeletesSwitch } from './syncDeletesSwitch.js';
import {
  pairsToSync,
  standingText,
  type StandingContext,
  type StandingText,
} from '../texts/standingTexts.js';

/** Times are said in minutes. */
const TICK_MS = 60_000;

/** Where the styles stand with S3, for the tree, the galleries and the status bar. Sends no request. */
export class Standings implements vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<Style | undefined>();
  /** `undefined`: the texts of all styles may have changed, because a minute has passed or Sync Deletes was switched. */
  readonly onDidChange = this.#changed.event;
  readonly #subscriptions: vscode.Disposable;
  readonly #tick: NodeJS.Timeout;

  constructor(
    private readonly library: Pick<
      StyleLibrary,
      'styles' | 'stateOf' | 'onDidChangeStyle' | 'onDidChangeStyles'
    >,
    private readonly syncDeletes: Pick<SyncDeletesSwitch, 'get' | 'onDidChange'>,
  ) {
    const all = (): void => this.#changed.fire(undefined);
    this.#subscriptions = vscode.Disposable.from(
      library.onDidChangeStyle(({ style }) => this.#changed.fire(style)),
      library.onDidChangeStyles(all),
      syncDeletes.onDidChange(all),
    );
    this.#tick = setInterval(all, TICK_MS).unref();
  }

  contextOf(style: Style): StandingContext {
    return {
      t,
      language: vscode.env.language,
      nowMs: Date.now(),
      syncDeletes: this.syncDeletes.get(style),
    };
  }

  /** `undefined` while the style is not read. */
  textOf(style: Style): StandingText | undefined {
    const { standing, images } = this.library.stateOf(style);
    if (standing === undefined || images === undefined || images.length === 0) return undefined;
    return standingText(standing, this.contextOf(style));
  }

  /** Over all styles that are read. */
  get pairsToSync(): number {
    let sum = 0;
    for (const style of this.library.styles) {
      const { standing } = this.library.stateOf(style);
      if (standing !== undefined) sum += pairsToSync(standing, this.syncDeletes.get(style));
    }
    return sum;
  }

  dispose(): void {
    clearInterval(this.#tick);
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }
}
