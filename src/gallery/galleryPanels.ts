import * as vscode from 'vscode';
import { GALLERY_VIEW_TYPE } from '../host/settings/ids.js';
import { t } from '../host/shown/messages.js';
import { uriKey } from '../host/style/uris.js';
import type { Style } from '../host/style/style.js';
import { GalleryPanel, pageFolder } from './galleryPanel.js';
import type { GalleryServices } from './galleryServices.js';
import { folderOfState } from './messages/pageMessages.js';

export interface Galleries {
  /** Opens the gallery of a style, or reveals the open one. */
  open(style: Style): void;
  /** A gallery has become the active editor. */
  readonly onDidActivate: vscode.Event<Style>;
  dispose(): void;
}

/** The galleries of a window: one panel per style, revealed when it is open already, and restored after a reload. */
class GalleryPanels implements Galleries, vscode.WebviewPanelSerializer {
  readonly #services: GalleryServices;
  readonly #serializer: vscode.Disposable;
  readonly #activated = new vscode.EventEmitter<Style>();
  readonly onDidActivate = this.#activated.event;
  /** By the style's folder. */
  readonly #galleries = new Map<string, GalleryPanel>();

  constructor(services: GalleryServices) {
    this.#services = services;
    this.#serializer = vscode.window.registerWebviewPanelSerializer(GALLERY_VIEW_TYPE, this);
  }

  open(style: Style): void {
    const existing = this.#galleries.get(uriKey(style.folder));
    if (existing) {
      existing.panel.reveal();
      return;
    }
    const title = t('{0} – Training Images', style.id);
    const options = this.#webviewOptions(style.folder);
    const column = vscode.ViewColumn.Active;
    this.#adopt(style, vscode.window.createWebviewPanel(GALLERY_VIEW_TYPE, title, column, options));
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const stored = folderOfState(state);
    const folder = stored === undefined ? undefined : vscode.Uri.parse(stored, true);
    if (folder === undefined || this.#galleries.has(uriKey(folder))) {
      // The panel was closed before its page was loaded, so its style is unknown; or the gallery is open again by
      // now.
      panel.dispose();
    } else {
      panel.webview.options = this.#webviewOptions(folder);
      this.#adopt(this.#services.library.styleAt(folder), panel);
    }
    return Promise.resolve();
  }

  /** Leaves the panels open: a reloading window passes them to the serializer of its next extension host. */
  dispose(): void {
    this.#serializer.dispose();
    this.#activated.dispose();
    for (const gallery of this.#galleries.values()) gallery.dispose();
  }

  #adopt(style: Style, panel: vscode.WebviewPanel): void {
    const key = uriKey(style.folder);
    const gallery = new GalleryPanel(style, panel, this.#services);
    this.#galleries.set(key, gallery);
    if (panel.active) this.#activated.fire(style);
    panel.onDidChangeViewState(() => {
      if (panel.active) this.#activated.fire(style);
    });
    panel.onDidDispose(() => {
      this.#galleries.delete(key);
      gallery.dispose();
    });
  }

  /** The page loads its own files, and the pictures of its style. */
  #webviewOptions(folder: vscode.Uri): vscode.WebviewOptions {
    return { enableScripts: true, localResourceRoots: [pageFolder(this.#services.extensionUri), folder] };
  }
}

/** Opens galleries, and restores those of a reloaded window. */
export function registerGallery(services: GalleryServices): Galleries {
  return new GalleryPanels(services);
}
