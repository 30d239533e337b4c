import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import { findImage } from '../dataset/findImage.js';
import type { CaptionedImage } from '../dataset/trainingImage.js';
import { t } from '../host/shown/messages.js';
import type { FinishedRun } from '../host/runs.js';
import { uriKey } from '../host/style/uris.js';
import type { Style } from '../host/style/style.js';
import type { GalleryServices } from './galleryServices.js';
import { galleryStrings } from './galleryStrings.js';
import { ImageFeed } from './imageFeed.js';
import { firstImages } from './imageUpdates.js';
import { packMessage } from './messages/packedMessage.js';
import { isThumbnailSize, readPageMessage } from './messages/pageMessages.js';
import { carryOutRequest, THUMBNAIL_SIZE_KEY } from './pageRequests.js';
import {
  FIRST_IMAGES,
  THUMBNAIL_SIZE,
  type ImagesMessage,
  type PackedMessage,
  type SyncSummary,
  type ToPage,
} from './messages/protocol.js';
import { syncStatus } from './syncStatus.js';
import { thumbnailMessage, thumbnailRequests } from './thumbnailBatch.js';

/** Changes of a style that come faster than this are shown together. */
const UPDATE_INTERVAL_MS = 50;

/** The conversation with a gallery's page: tells the page what the library knows, and takes what the page asks for. */
export class PageSession implements vscode.Disposable {
  readonly #post: (message: ToPage | PackedMessage) => Thenable<unknown>;
  readonly #services: GalleryServices;
  readonly #subscriptions: vscode.Disposable;
  readonly #feed: ImageFeed;
  /** A page lives as long as its tab is visible. It says when it is `ready`, and listens from then on. */
  #page: 'gone' | 'coming' | 'ready' = 'gone';
  #updateTimer: NodeJS.Timeout | undefined;
  /** Something ran on the style at the last change: the next run that begins takes the old summary away. */
  #wasRunning = false;
  /** The page that is coming has been sent its first images. */
  #hasHeadStart = false;
  /** How the last run ended; kept for a page that was hidden at that moment. */
  #summary: SyncSummary | null = null;

  /** `post` rejects when the panel was closed. */
  constructor(
    readonly style: Style,
    post: (message: ToPage | PackedMessage) => Thenable<unknown>,
    services: GalleryServices,
  ) {
    this.#post = post;
    this.#services = services;
    this.#feed = new ImageFeed(
      (message) => {
        if (this.#page === 'ready') this.#tell(packMessage(message));
      },
      () => setImmediate(),
    );
    const isThisStyle = (other: Style): boolean => uriKey(other.folder) === uriKey(style.folder);
    const { library, runs, syncDeletes } = services;
    this.#subscriptions = vscode.Disposable.from(
      library.onDidChangeStyle((change) => {
        if (isThisStyle(change.style)) this.#styleChanged();
      }),
      runs.onDidFinish((finished) => {
        if (isThisStyle(finished.style)) this.#runFinished(finished);
      }),
      syncDeletes.onDidChange(() => this.showSyncDeletes()),
    );
  }

  dispose(): void {
    this.pageGoes();
    this.#subscriptions.dispose();
  }

  /** The panel is visible: its page is being loaded, unless it is there already. */
  pageComes(): void {
    if (this.#page !== 'gone') return;
    this.#page = 'coming';
    this.#hasHeadStart = false;
    void this.#services.library.load(this.style).then(() => this.#giveHeadStart());
    this.#giveHeadStart();
  }

  /** The panel is hidden or closed: its page is gone. */
  pageGoes(): void {
    this.#page = 'gone';
    clearTimeout(this.#updateTimer);
    this.#updateTimer = undefined;
    this.#services.thumbnails.release(this);
  }

  /** Takes a message from the page. Never rejects: errors are reported to the user. */
  async receive(message: unknown): Promise<void> {
    try {
      await carryOutRequest(readPageMessage(message), this, this.#services);
    } catch (error) {
      this.#services.report(error);
    }
  }

  /** The page listens. */
  async pageIsReady(): Promise<void> {
    this.#page = 'ready';
    this.#feed.restart();
    this.#greet();
    this.#update();
    await this.#services.library.load(this.style);
    this.#update();
  }

  dismissSummary(): void {
    this.#summary = null;
    this.#update();
  }

  showSyncDeletes(): void {
    this.#tell({ type: 'syncDeletes', value: this.#services.syncDeletes.get(this.style) });
  }

  /** Requests thumbnails in the order of need, in place of those that were requested before. */
  showThumbnails(paths: readonly string[]): void {
    const images = paths.map((path) => this.image(path)).filter((image) => image !== undefined);
    const { requests, targets } = thumbnailRequests(images, this.style);
    this.#services.thumbnails.request(this, requests, (batch) =>
      this.#tell(thumbnailMessage(batch, targets)),
    );
  }

  /** Looked up in the library's present list: a path that the page made up, or that is gone, is not found. */
  image(path: string): CaptionedImage | undefined {
    const { images, arriving } = this.#services.library.stateOf(this.style);
    return findImage(images ?? arriving?.first ?? [], path);
  }

  #tell(message: ToPage | PackedMessage): void {
    if (this.#page === 'gone') return;
    // Rejects only when the panel was closed meanwhile; then no page is left to be told.
    this.#post(message).then(undefined, () => this.pageGoes());
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
    this.#tell(packMessage(first));
    this.showThumbnails(first.images.map((image) => image.path));
  }

  /** The first images, once so many are known. */
  #beginning(): ImagesMessage | undefined {
    const { images, arriving } = this.#services.library.stateOf(this.style);
    if (images !== undefined) return firstImages(images);
    return arriving === undefined || arriving.first.length < Math.min(FIRST_IMAGES, arriving.total)
      ? undefined
      : firstImages(arriving.first, arriving);
  }

  #greet(): void {
    const size = this.#services.workspaceState.get(THUMBNAIL_SIZE_KEY);
    this.#tell({
      type: 'init',
      strings: galleryStrings(vscode.workspace.asRelativePath(this.style.folder), t),
      language: vscode.env.language,
      folder: this.style.folder.toString(),
      thumbnailSize: isThumbnailSize(size) ? size : THUMBNAIL_SIZE.default,
    });
    this.showSyncDeletes();
    this.#showSync();
  }

  #styleChanged(): void {
    const isRunning = this.#services.library.stateOf(this.style).run !== undefined;
    if (isRunning && !this.#wasRunning) this.#summary = null;
    this.#wasRunning = isRunning;
    this.#giveHeadStart();
    this.#scheduleUpdate();
  }

  #runFinished({ message, outcome }: FinishedRun): void {
    this.#summary = { message, outcome };
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
    const { images, error } = this.#services.library.stateOf(this.style);
    this.#showSync();
    if (images !== undefined) {
      this.#feed.show(images).catch((reason: unknown) => this.#services.report(reason));
    } else {
      const first = this.#beginning();
      if (first !== undefined) this.#tell(packMessage(first));
    }
    this.#tell({
      type: 'status',
      loading: images === undefined && error === undefined,
      error: error ?? null,
    });
  }

  #showSync(): void {
    const { run } = this.#services.library.stateOf(this.style);
    this.#tell({ type: 'sync', sync: syncStatus(run, t), summary: this.#summary });
  }
}
