import type * as vscode from 'vscode';
import type { StyleRuns } from '../host/runs.js';
import type { PairEdits } from '../host/pairEdits.js';
import type { Style } from '../host/style/style.js';
import type { StyleLibrary } from '../host/style/styleLibrary.js';
import type { Standings } from '../host/style/standings.js';
import type { SyncDeletesSwitch } from '../host/style/syncDeletesSwitch.js';
import type { SyncRunner } from '../host/syncRunner.js';
import type { UndoRunner } from '../host/undoRunner.js';
import type { CaptionFields } from './details/captionFields.js';
import type { ThumbnailSource } from '../thumbnails/thumbnailSource.js';

/** The parts of the extension that a gallery uses. */
export interface GalleryServices {
  readonly extensionUri: vscode.Uri;
  readonly library: StyleLibrary;
  readonly standings: Standings;
  readonly runs: Pick<StyleRuns, 'cancel' | 'onDidFinish' | 'watch'>;
  readonly syncs: Pick<SyncRunner, 'run'>;
  readonly undos: Pick<UndoRunner, 'undoLast'>;
  readonly thumbnails: ThumbnailSource;
  readonly fields: CaptionFields;
  readonly pairs: Pick<PairEdits, 'run'>;
  readonly syncDeletes: SyncDeletesSwitch;
  /** Remembers the thumbnail size and the order for the next gallery. */
  readonly workspaceState: vscode.Memento;
  /** Asks for the direction, and shows the plan of a sync. `images`: only these; left out: all. */
  preview(target: { readonly style: Style; readonly images?: readonly string[] }): Promise<void>;
  showLog(): void;
  /** Logs an error and shows it to the user. */
  report(error: unknown): void;
}
