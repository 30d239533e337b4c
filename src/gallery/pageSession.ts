import { setImmediate } from 'node:timers/promises';
import * as vscode from 'vscode';
import { findImage } from '../dataset/findImage.js';
import type { CaptionedImage } from '../dataset/trainingImage.js';
import { t } from '../host/shown/messages.js';
import type { FinishedRun } from '../host/runs.js';
import { fileInside, uriKey } from '../host/style/uris.js';
import type { Style } from '../host/style/style.js';
import type { GalleryServices } from './galleryServices.js';
import { galleryStrings } from './galleryStrings.js';
import { ImageFeed } from './imageFeed.js';
import { CardFollowers } from './followCard.js';
import { DetailsSession } from './details/detailsSession.js';
import { countsOf, firstImages, versionOf } from './imageUpdates.js';
import { visible } from '../operations/texts/outsideWords.js';
import { countsText } from '../host/texts/standingTexts.js';
import { packMessage } from './messages/packedMessage.js';
import { isThumbnailSize, readPageMessage } from './messages/pageMessages.js';
import { carryOutRequest, SORT_KEY, THUMBNAIL_SIZE_KEY } from './pageRequests.js';
import {
  FIRST_IMAGES,
  THUMBNAIL_SIZE,
  type ImagesMessage,
  type PackedMessage,
  type SyncSummary,
  type ToPage,
} from './messages/protocol.js';
import { isSort } from './messages/sorts.js';
import { syncStatus } from './syncStatus.js';
import { thumbnailMessage, thumbnailRequests } from './thumbnailBatch.js';

/** Changes of a style within this interval are shown together. */
const UPDATE_INTERVAL_MS = 50;

/** What a session knows of its panel. */
export interface PagePort {
  /** Rejects when the panel has been closed. */
  readonly post: (message: ToPage | PackedMessage) => Thenable<unknown>;
  /** The address from which the page loads a file of the style. */
  readonly addressOf: (file: vscode.Uri) => string;
  /** The panel's group of editors. */
  readonly column: () => vscode.ViewColumn | undefined;
}

/** The session of a gallery's page: shows the state of the library on the page, and carries out the page's requests. */
export class PageSession implements vscode.Disposable {
  readonly #post: (message: ToPage | PackedMessage) => Thenable<unknown>;
  readonly #services: GalleryServices;
  readonly #subscriptions: vscode.Disposable;
  readonly #feed: ImageFeed;
  /** A page exists while its tab is visible. It is `ready` when it says so, and listens from then on. */
  #page: 'gone' | 'coming' | 'ready' = 'gone';
  #updateTimer: NodeJS.Timeout | undefined;
  /** Whether the style had a run at the last change: the start of a run removes the old summary. */
  #wasRunning = false;
  /** Whether the loading page has been sent its first images. */
  #hasHeadStart = false;
  /** The end of the last run, kept for a page that was hidden at that moment. */
  #summary: SyncSummary | null = null;
  #summaryActions: FinishedRun['actions'] = [];

  readonly details: DetailsSession;
  readonly followers: CardFollowers;

  constructor(
    readonly style: Style,
    page: PagePort,
    services: GalleryServices,
  ) {
    this.#post = page.post;
    this.#services = services;
    this.#feed = new ImageFeed(
      (message) => {
        if (this.#page === 'ready') this.#tell(packMessage(message));
      },
      () => setImmediate(),
    );
    const { fields, pairs, thumbnails } = services;
    this.followers = new CardFollowers(style, (path) => this.image(path) !== undefined, page.column);
    this.details = new DetailsSession({
      style,
      fields,
      addressOf: page.addressOf,
      image: (path) => this.image(path),
      versionOf,
      dimensions: (file) => thumbnails.dimensions(file),
      deleteCaption: async (file) => {
        await pairs.run({ style, edit: { act: 'delete', files: [file] }, captions: [], count: 1 });
      },
      post: (message) => this.#tell(message),
    });
    const isThisStyle = (other: Style): boolean => uriKey(other.folder) === uriKey(style.folder);
    const { library, runs, syncDeletes, standings } = services;
    this.#subscriptions = vscode.Disposable.from(
      library.onDidChangeStyle((change) => {
        if (isThisStyle(change.style)) this.#styleChanged();
      }),
      runs.onDidFinish((finished) => {
        if (isThisStyle(finished.style)) this.#runFinished(finished);
      }),
      syncDeletes.onDidChange(() => this.showSyncDeletes()),
      standings.onDidChange((changed) => {
        if (changed === undefined && this.#page === 'ready') this.#showHead();
      }),
    );
  }

  dispose(): void {
    this.pageGoes();
    this.details.dispose();
    this.followers.dispose();
    this.#subscriptions.dispose();
  }

  /** The panel is visible, so its page is being loaded unless it exists already. */
  pageComes(): void {
    if (this.#page !== 'gone') return;
    this.#page = 'coming';
    this.#hasHeadStart = false;
    void this.#services.library.load(this.style).then(() => this.#giveHeadStart());
    this.#giveHeadStart();
  }

  /** The panel is hidden or closed, so its page is gone. */
  pageGoes(): void {
    this.#page = 'gone';
    this.#services.runs.watch(this.style, false);
    clearTimeout(this.#updateTimer);
    this.#updateTimer = undefined;
    this.#services.thumbnails.release(this);
    this.details.pageGoes();
  }

  /** Takes a message from the page. Never rejects: errors are reported to the user. */
  async receive(message: unknown): Promise<void> {
    try {
      await carryOutRequest(readPageMessage(message), this, this.#services);
    } catch (error) {
      this.#services.report(error);
    }
  }

  /** The page listens from now on. */
  async pageIsReady(): Promise<void> {
    this.#page = 'ready';
    this.#services.runs.watch(this.style, true);
    this.#feed.restart();
    this.#greet();
    this.#update();
    await this.#services.library.load(this.style);
    this.#update();
  }

  /** Does what a button of the summary says. */
  followSummary(action: number): void {
    this.#summaryActions[action]?.carryOut();
  }

  dismissSummary(): void {
    this.#summary = null;
    this.#update();
  }

  showSyncDeletes(): void {
    this.#tell({ type: 'syncDeletes', value: this.#services.syncDeletes.get(this.style) });
  }

  /** Requests thumbnails in the order of need. They replace the ones that were requested before. */
  showThumbnails(paths: readonly string[]): void {
    const images = paths.map((path) => this.image(path)).filter((image) => image !== undefined);
    const { requests, targets } = thumbnailRequests(images, this.style);
    this.#services.thumbnails.request(this, requests, (batch) =>
      this.#tell(thumbnailMessage(batch, targets)),
    );
  }

  /** Sends the file of an image, which the page decodes itself. No bytes: it is gone, or too large to send. */
  async sendOriginal(path: string): Promise<void> {
    const image = this.image(path);
    const file = image && fileInside(this.style.folder, image.relativePath).fsPath;
    const bytes = file === undefined ? undefined : await this.#services.thumbnails.original(file);
    this.#tell({ type: 'original', path, bytes: bytes ?? new ArrayBuffer(0) });
  }

  /**
   * Looks an image up in the library's present list: a path that the page made up, or that no longer exists, is not
   * found.
   */
  image(path: string): CaptionedImage | undefined {
    const { images, arriving } = this.#services.library.stateOf(this.style);
    return findImage(images ?? arriving?.first ?? [], path);
  }

  #tell(message: ToPage | PackedMessage): void {
    if (this.#page === 'gone') return;
    // Rejects only when the panel was closed meanwhile; then there is no page.
    this.#post(message).then(undefined, () => this.pageGoes());
  }

  /**
   * Sends the loading page its first content: VS Code keeps the messages until the page is there. Without them the page
   * would ask, wait, and ask again for its thumbnails. Lost messages do no harm, as everything is sent again when the
   * page is ready.
   */
  #giveHeadStart(): void {
    const first = this.#beginning();
    if (this.#page !== 'coming' || this.#hasHeadStart || first === undefined) return;
    this.#hasHeadStart = true;
    this.#greet();
    this.#tell(packMessage(first));
    this.showThumbnails(first.images.map((image) => image.path));
  }

  /** The first images, once enough of them are known. */
  #beginning(): ImagesMessage | undefined {
    const { images, arriving } = this.#services.library.stateOf(this.style);
    if (images !== undefined) return firstImages(images);
    return arriving === undefined || arriving.first.length < Math.min(FIRST_IMAGES, arriving.total)
      ? undefined
      : firstImages(arriving.first, arriving);
  }

  #greet(): void {
    const { workspaceState } = this.#services;
    const size = workspaceState.get(THUMBNAIL_SIZE_KEY);
    const sort = workspaceState.get(SORT_KEY);
    this.#tell({
      type: 'init',
      strings: galleryStrings(vscode.workspace.asRelativePath(this.style.folder), t),
      language: vscode.env.language,
      folder: this.style.folder.toString(),
      thumbnailSize: isThumbnailSize(size) ? size : THUMBNAIL_SIZE.default,
      sort: isSort(sort) ? sort : 'name',
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
    this.details.styleChanged();
  }

  #runFinished({ message, outcome, actions }: FinishedRun): void {
    this.#summary = { message, outcome, actions: actions.map(({ label }) => label) };
    this.#summaryActions = actions;
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
    this.#showHead();
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

  #showHead(): void {
    const { library, standings } = this.#services;
    const { images, arriving } = library.stateOf(this.style);
    const counts = images === undefined ? arriving : countsOf(images);
    this.#tell({
      type: 'head',
      name: visible(this.style.id),
      counts: counts === undefined ? '' : countsText(counts, t, vscode.env.language),
      standing: standings.textOf(this.style) ?? null,
    });
  }

  #showSync(): void {
    const { run } = this.#services.library.stateOf(this.style);
    this.#tell({ type: 'sync', sync: syncStatus(run, t), summary: this.#summary });
  }
}
