import { randomBytes } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { CaptionedImage } from '../dataset/trainingImage.js';
import { findImage } from '../dataset/findImage.js';
import { t } from '../host/shown/messages.js';
import { fileInside, placeKey } from '../host/style/uris.js';
import type { FinishedSync, Style, StyleLibrary, SyncRunner } from '../host/style/style.js';
import type { SyncDeletesSwitch } from '../host/style/syncDeletesSwitch.js';
import { SyncError } from '../core/errors.js';
import type { ThumbnailSource } from '../thumbnails/thumbnailSource.js';
import { galleryHtml } from './galleryHtml.js';
import { galleryStrings } from './galleryStrings.js';
import { ImageFeed } from './imageFeed.js';
import { firstImages, versionOf } from './imageUpdates.js';
import { openCaptionBeside, openImage } from './openFiles.js';
import { packMessage } from './messages/packedMessage.js';
import { isThumbnailSize, readPageMessage } from './messages/pageMessages.js';
import {
  FIRST_IMAGES,
  THUMBNAIL_SIZE,
  type FromPage,
  type ImagesMessage,
  type PackedMessage,
  type SyncSummary,
  type ToPage,
} from './messages/protocol.js';
import { syncStatus } from './syncStatus.js';
import { thumbnailMessage, type ThumbnailTarget } from './thumbnailBatch.js';

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

const THUMBNAIL_SIZE_KEY = 'gallery.thumbnailSize';

/** Changes of a style that come faster than this are shown together. */
const UPDATE_INTERVAL_MS = 50;

/** Where the bundles of the page are, inside the extension. */
export function pageFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist');
}

/** One style's gallery: brings what the library knows to the page, and what the page asks for to the services. */
export class GalleryPanel implements vscode.Disposable {
  readonly #disposables: vscode.Disposable[];
  readonly #feed: ImageFeed;
  /** The page goes with the tab's visibility; it says when it is `ready`, and listens from then on. */
  #page: 'gone' | 'coming' | 'ready' = 'gone';
  #updateTimer: NodeJS.Timeout | undefined;
  /** A sync was under way at the last change: the next one that begins takes the old summary away. */
  #syncRan = false;
  /** The page that is coming has been sent its first images. */
  #hasHeadStart = false;
  /** Kept for a page that was hidden when the sync ended. */
  #summary: SyncSummary | null = null;

  constructor(
    readonly style: Style,
    readonly panel: vscode.WebviewPanel,
    readonly services: GalleryServices,
  ) {
    const { library, runner, syncDeletes, extensionUri } = services;
    this.#feed = new ImageFeed(
      (message) => {
        if (this.#page === 'ready') this.#post(packMessage(message));
      },
      () => setImmediate(),
    );
    const isThisStyle = (other: Style): boolean => placeKey(other.folder) === placeKey(style.folder);
    this.#disposables = [
      panel.webview.onDidReceiveMessage((message: unknown) => void this.#receive(message)),
      panel.onDidChangeViewState(() => {
        if (!panel.visible) this.#pageGone();
        else if (this.#page === 'gone') this.#pageComing();
      }),
      library.onDidChangeStyle((change) => {
        if (isThisStyle(change.style)) this.#styleChanged();
      }),
      runner.onDidFinish((finished) => {
        if (isThisStyle(finished.style)) this.#syncFinished(finished);
      }),
      syncDeletes.onDidChange(() => this.#postSyncDeletes()),
    ];
    panel.iconPath = {
      light: vscode.Uri.joinPath(extensionUri, 'media', 'gallery-light.svg'),
      dark: vscode.Uri.joinPath(extensionUri, 'media', 'gallery-dark.svg'),
    };
    panel.webview.html = this.#html();
    services.thumbnails.prepare();
    this.#pageComing();
  }

  dispose(): void {
    this.#pageGone();
    for (const disposable of this.#disposables) disposable.dispose();
  }

  #html(): string {
    const { webview, title } = this.panel;
    const source = (file: string): string =>
      webview.asWebviewUri(vscode.Uri.joinPath(pageFolder(this.services.extensionUri), file)).toString();
    return galleryHtml({
      script: source('gallery.js'),
      style: source('gallery-style.css'),
      cspSource: webview.cspSource,
      nonce: randomBytes(16).toString('base64url'),
      language: vscode.env.language,
      title,
    });
  }

  #post(message: ToPage | PackedMessage): void {
    if (this.#page === 'gone') return;
    // Rejects only when the panel was closed in between: then nobody is there to be told.
    this.panel.webview.postMessage(message).then(undefined, () => this.#pageGone());
  }

  #pageGone(): void {
    this.#page = 'gone';
    clearTimeout(this.#updateTimer);
    this.#updateTimer = undefined;
    this.services.thumbnails.release(this);
  }

  async #receive(message: unknown): Promise<void> {
    try {
      await this.#handle(readPageMessage(message));
    } catch (error) {
      this.services.report(error);
    }
  }

  async #handle(message: FromPage): Promise<void> {
    const { library, runner, syncDeletes, workspaceState } = this.services;
    switch (message.type) {
      case 'ready':
        return this.#pageCame();
      case 'syncToS3':
        await runner.run(this.style, 'to-s3', { interactive: true, ...this.#selected(message.images) });
        return;
      case 'previewSync':
        return this.services.preview({ style: this.style, ...this.#selected(message.images) });
      case 'syncFromS3':
        await runner.run(this.style, 'from-s3', { interactive: true });
        return;
      case 'undoLastSync':
        return this.#undoLastSync();
      case 'cancelSync':
        runner.cancel(this.style);
        return;
      case 'dismissSummary':
        this.#summary = null;
        this.#update();
        return;
      case 'setSyncDeletes':
        // The page has already ticked its box: it is told what holds, also when the setting could not be written.
        return Promise.resolve(syncDeletes.set(this.style, message.value)).finally(() =>
          this.#postSyncDeletes(),
        );
      case 'setThumbnailSize':
        return workspaceState.update(THUMBNAIL_SIZE_KEY, message.size);
      case 'refresh':
        return library.refresh(this.style);
      case 'showLog':
        this.services.showLog();
        return;
      case 'openImage':
        return this.#withImage(message.path, (image) => openImage(this.style, image));
      case 'openCaption':
        return this.#withImage(message.path, (image) => openCaptionBeside(this.style, image));
      case 'wantThumbnails':
        this.#requestThumbnails(message.paths);
        return;
      case 'failed':
        throw new Error(message.message);
    }
  }

  #pageComing(): void {
    this.#page = 'coming';
    this.#hasHeadStart = false;
    void this.services.library.load(this.style).then(() => this.#giveHeadStart());
    this.#giveHeadStart();
  }

  /**
   * Sends the page what it can begin with while it comes up: VS Code keeps it until the page is there, which by itself
   * would ask, wait, and ask again for its thumbnails. Should it be lost, it all comes once more when the page is ready.
   */
  #giveHeadStart(): void {
    const first = this.#beginning();
    if (this.#page !== 'coming' || this.#hasHeadStart || first === undefined) return;
    this.#hasHeadStart = true;
    this.#greet();
    this.#post(packMessage(first));
    this.#requestThumbnails(first.images.map((image) => image.path));
  }

  /** The first images, once so many are known. */
  #beginning(): ImagesMessage | undefined {
    const { images, arriving } = this.services.library.stateOf(this.style);
    if (images !== undefined) return firstImages(images);
    return arriving === undefined || arriving.first.length < Math.min(FIRST_IMAGES, arriving.total)
      ? undefined
      : firstImages(arriving.first, arriving);
  }

  async #pageCame(): Promise<void> {
    this.#page = 'ready';
    this.#feed.restart();
    this.#greet();
    this.#update();
    await this.services.library.load(this.style);
    this.#update();
  }

  #greet(): void {
    this.#post(this.#init());
    this.#postSyncDeletes();
    this.#postSync();
  }

  #init(): ToPage {
    const size = this.services.workspaceState.get(THUMBNAIL_SIZE_KEY);
    return {
      type: 'init',
      strings: galleryStrings(vscode.workspace.asRelativePath(this.style.folder), t),
      language: vscode.env.language,
      folder: this.style.folder.toString(),
      thumbnailSize: isThumbnailSize(size) ? size : THUMBNAIL_SIZE.default,
    };
  }

  #postSyncDeletes(): void {
    this.#post({ type: 'syncDeletes', value: this.services.syncDeletes.get(this.style) });
  }

  #styleChanged(): void {
    const syncRuns = this.services.library.stateOf(this.style).sync !== undefined;
    if (syncRuns && !this.#syncRan) this.#summary = null;
    this.#syncRan = syncRuns;
    this.#giveHeadStart();
    this.#scheduleUpdate();
  }

  #scheduleUpdate(): void {
    if (this.#page !== 'ready') return;
    this.#updateTimer ??= setTimeout(() => {
      this.#updateTimer = undefined;
      this.#update();
    }, UPDATE_INTERVAL_MS);
  }

  #update(): void {
    if (this.#page !== 'ready') return;
    const { images, error } = this.services.library.stateOf(this.style);
    this.#postSync();
    if (images !== undefined) {
      this.#feed.show(images).catch((reason: unknown) => this.services.report(reason));
    } else {
      const first = this.#beginning();
      if (first !== undefined) this.#post(packMessage(first));
    }
    this.#post({
      type: 'status',
      loading: images === undefined && error === undefined,
      error: error ?? null,
    });
  }

  #postSync(): void {
    const { sync } = this.services.library.stateOf(this.style);
    this.#post({ type: 'sync', sync: syncStatus(sync, t), summary: this.#summary });
  }

  /** What the summary says of the sync that was taken back holds no longer. */
  async #undoLastSync(): Promise<void> {
    const summary = await this.services.undoLastSync(this.style);
    if (summary === undefined) return;
    this.#summary = summary;
    this.#scheduleUpdate();
  }

  #syncFinished({ message, outcome }: FinishedSync): void {
    this.#summary = { message, outcome };
    this.#scheduleUpdate();
  }

  /** By the library's present list: a path that the page made up, or that is gone, is not found. */
  #image(path: string): CaptionedImage | undefined {
    const { images, arriving } = this.services.library.stateOf(this.style);
    return findImage(images ?? arriving?.first ?? [], path);
  }

  /** `null`: all. */
  #selected(images: readonly string[] | null): { readonly images?: readonly string[] } {
    return images === null ? {} : { images: images.filter((path) => this.#image(path) !== undefined) };
  }

  async #withImage(path: string, act: (image: CaptionedImage) => Promise<void>): Promise<void> {
    const image = this.#image(path);
    if (image === undefined) throw new SyncError('missing-file', { file: path });
    await act(image);
  }

  #requestThumbnails(paths: readonly string[]): void {
    const images = paths.map((path) => this.#image(path)).filter((image) => image !== undefined);
    const targets = new Map<string, ThumbnailTarget>();
    const requests = images.map((image) => {
      const file = fileInside(this.style.folder, image.relativePath).fsPath;
      targets.set(file, { path: image.relativePath, version: versionOf(image) });
      return { file, size: image.size, mtimeMs: image.modifiedTime };
    });
    this.services.thumbnails.request(this, requests, (batch) => this.#post(thumbnailMessage(batch, targets)));
  }
}
