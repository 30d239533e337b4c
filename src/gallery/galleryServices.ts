import type * as vscode from 'vscode';
import type { Style, StyleLibrary, SyncRunner } from '../host/style/style.js';
import type { SyncDeletesSwitch } from '../host/style/syncDeletesSwitch.js';
import type { ThumbnailSource } from '../thumbnails/thumbnailSource.js';
import type { SyncSummary } from './messages/protocol.js';

/** The parts of the extension that a gallery uses. */
export interface GalleryServices {
  readonly extensionUri: vscode.Uri;
  readonly library: StyleLibrary;
  readonly runner: SyncRunner;
  readonly thumbnails: ThumbnailSource;
  readonly syncDeletes: SyncDeletesSwitch;
  /** Remembers the thumbnail size from one gallery to the next. */
  readonly workspaceState: vscode.Memento;
  /** Asks for the direction, and shows what a sync would do. `images`: of these only; left out: all. */
  preview(target: { readonly style: Style; readonly images?: readonly string[] }): Promise<void>;
  /** Asks, and takes the last sync of the style back. `undefined` where nothing was begun. */
  undoLastSync(style: Style): Promise<SyncSummary | undefined>;
  showLog(): void;
  /** Logs an error and shows it to the user. */
  report(error: unknown): void;
}
