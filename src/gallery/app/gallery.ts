import type { GalleryImage, GalleryStrings, SyncStatus, SyncSummary, ToPage } from '../messages/protocol.js';
import { readVersion } from '../messages/imageVersion.js';
import type { Sort } from '../messages/sorts.js';
import { element } from './elements/element.js';
import { Details } from './details/details.js';
import { DetailsArea } from './details/detailsArea.js';
import { fileSize } from './details/fileSize.js';
import type { SizesOf } from './grid/card.js';
import { Grid } from './grid/grid.js';
import { CardMenu } from './grid/cardMenu.js';
import { GridInput } from './grid/gridInput.js';
import { RubberBand } from './grid/rubberBand.js';
import { filterImages, type Filter } from './images/imageFilter.js';
import { byFolder, hasFolders } from './images/folders.js';
import { sortImages } from './images/imageOrder.js';
import { ImageList } from './images/imageList.js';
import { HeadLine } from './controls/headLine.js';
import { Notice } from './controls/notice.js';
import { PageFocus } from './pageFocus.js';
import type { PanelChannel } from './panelChannel.js';
import { CardSelection } from './images/cardSelection.js';
import { SelectionBar } from './controls/selectionBar.js';
import { ShownImages, type ShownFolder } from './images/shownImages.js';
import { SyncBar } from './controls/syncBar.js';
import { TextFormat } from './controls/textFormat.js';
import { PageThumbnails } from './grid/pageThumbnails.js';
import { ThumbnailSize } from './controls/thumbnailSize.js';
import { Toolbar } from './controls/toolbar.js';
import { readViewState, type ViewState } from './viewState.js';

/** The state is stored at most this often, not on every scroll event. */
const STORE_AFTER_MS = 100;

/** The page: creates its parts and connects their events. */
export class Gallery {
  readonly #channel: PanelChannel;
  readonly #strings: GalleryStrings;
  readonly #format: TextFormat;
  readonly #folder: string;
  readonly #list = new ImageList();
  readonly #thumbnails: PageThumbnails;
  readonly #selection: CardSelection;
  readonly #toolbar: Toolbar;
  readonly #selectionBar: SelectionBar;
  readonly #grid: Grid;
  readonly #notice = new Notice();
  readonly #head = new HeadLine();
  readonly #details: Details;
  readonly #area: DetailsArea;
  readonly #syncBar: SyncBar;
  readonly #focus = new PageFocus(() => this.#takeFocus());
  readonly #announcement = element('div', { class: 'only-read-out', role: 'status' });
  #filter: Filter;
  #sort: Sort;
  #search: string;
  #thumbnailSize: number;
  /** The folded folders, by their paths. */
  readonly #folded: Set<string>;
  #sync: SyncStatus | null = null;
  #loading = true;
  #error: string | null = null;
  /** The stored position of an earlier page. It is restored once, when all images have arrived. */
  #toRestore: ViewState | undefined;
  #storeTimer: number | undefined;

  constructor(parent: HTMLElement, channel: PanelChannel, init: Extract<ToPage, { type: 'init' }>) {
    const state = readViewState(channel.stored);
    this.#channel = channel;
    this.#strings = init.strings;
    this.#format = new TextFormat(init.language);
    this.#folder = init.folder;
    this.#filter = state.filter;
    this.#sort = state.sort ?? init.sort;
    this.#search = state.search;
    this.#thumbnailSize = state.thumbnailSize ?? init.thumbnailSize;
    this.#folded = new Set(state.folded);
    this.#toRestore = state;
    this.#selection = new CardSelection(state.selected);
    this.#thumbnails = new PageThumbnails({
      ask: (paths) => channel.post({ type: 'wantThumbnails', paths }),
      askForOriginal: (path) => channel.post({ type: 'wantOriginal', path }),
      made: () => this.#grid.requestDraw(),
    });
    this.#toolbar = this.#makeToolbar();
    this.#selectionBar = this.#makeSelectionBar();
    this.#grid = this.#makeGrid();
    this.#syncBar = new SyncBar(init.strings, {
      cancel: () => channel.post({ type: 'cancelSync' }),
      follow: (action) => channel.post({ type: 'followSummary', action }),
      dismiss: () => channel.post({ type: 'dismissSummary' }),
    });
    this.#details = this.#makeDetails();
    this.#area = new DetailsArea(
      {
        grid: element('div', { class: 'grid-area' }, this.#grid.element, this.#notice.element),
        details: this.#details.element,
      },
      { resize: init.strings.details.resize, size: state.detailsSize, onResize: () => this.#storeSoon() },
    );
    parent.replaceChildren(
      this.#head.element,
      this.#toolbar.element,
      this.#selectionBar.element,
      this.#area.element,
      this.#syncBar.element,
      this.#announcement,
    );
    this.#listenToWindow(init.folder);
    this.#openDetails(state.detailsOpen);
    this.#showNotice();
    this.#showSelection();
    this.#store();
  }

  receive(message: ToPage): void {
    switch (message.type) {
      case 'init':
        break;
      case 'head':
        this.#head.show(message);
        break;
      case 'status':
        this.#loading = message.loading;
        this.#error = message.error;
        this.#showNotice();
        break;
      case 'images':
      case 'imagesChanged':
        if (this.#list.receive(message)) this.#imagesChanged();
        break;
      case 'thumbnails':
        this.#thumbnails.receive(message.bytes, message.items);
        if (message.items.some(({ status }) => status === 'damaged')) this.#showCounts();
        this.#grid.requestDraw();
        break;
      case 'picture':
      case 'caption':
        this.#details.receive(message);
        break;
      case 'original':
        void this.#thumbnails.receiveOriginal(message.path, message.bytes);
        break;
      case 'sync':
        this.#showSync(message.sync, message.summary);
        break;
      case 'syncDeletes':
        this.#selectionBar.showSyncDeletes(message.value);
        break;
    }
    this.#focus.checkSoon();
  }

  #makeToolbar(): Toolbar {
    const settings = { filter: this.#filter, sort: this.#sort, search: this.#search };
    const selected = (): string[] | null => (this.#selection.size > 0 ? [...this.#selection.paths] : null);
    const actions = {
      syncToS3: (): void => this.#channel.post({ type: 'syncToS3', images: selected() }),
      syncFromS3: (): void => this.#channel.post({ type: 'syncFromS3' }),
      previewSync: (): void => this.#channel.post({ type: 'previewSync', images: selected() }),
      undoLastSync: (): void => this.#channel.post({ type: 'undoLastSync' }),
      filter: (filter: Filter): void => this.#filterBy(filter, this.#search),
      sort: (sort: Sort): void => this.#sortBy(sort),
      search: (text: string): void => this.#filterBy(this.#filter, text),
      toGrid: (): void => this.#grid.element.focus(),
    };
    return new Toolbar(this.#strings, this.#format, actions, settings);
  }

  #makeSelectionBar(): SelectionBar {
    const sizes = new ThumbnailSize(
      this.#strings,
      {
        resize: (size) => {
          this.#thumbnailSize = size;
          this.#grid.setThumbnailSize(size);
          this.#storeSoon();
        },
        resized: (size) => this.#channel.post({ type: 'setThumbnailSize', size }),
      },
      this.#thumbnailSize,
    );
    const actions = {
      selectAll: (): void => this.#changeSelection(() => this.#selection.all(this.#grid.shown)),
      clear: (): void => this.#changeSelection(() => this.#selection.clear()),
      setSyncDeletes: (value: boolean): void => this.#channel.post({ type: 'setSyncDeletes', value }),
      toggleDetails: (): void => this.#openDetails(!this.#area.isOpen),
    };
    return new SelectionBar(this.#strings, this.#format, actions, sizes.element);
  }

  #makeGrid(): Grid {
    const source = {
      isSelected: (image: { readonly path: string }): boolean => this.#selection.has(image.path),
      thumbnailOf: this.#thumbnails.get.bind(this.#thumbnails),
      sizesOf: ((image, pixels) => this.#sizesOf(image, pixels)) satisfies SizesOf,
      countOf: ({ matches }: ShownFolder): string =>
        this.#format.fill(matches === 1 ? this.#strings.oneImage : this.#strings.folderCount, matches),
      drawn: this.#thumbnails.want.bind(this.#thumbnails),
    };
    const grid = new Grid(this.#strings, source, this.#thumbnailSize);
    const menu = new CardMenu(grid, this.#folder, (image) => this.#imagesOf(image));
    new GridInput(grid, this.#selection, {
      selectionChanged: () => this.#selectionChanged(),
      moved: () => this.#moved(),
      openImage: ({ path }) => this.#channel.post({ type: 'openImage', path }),
      openCaption: (image) => this.#openCaption(image),
      openMenu: () => menu.open(),
      rename: ({ path }) => this.#channel.post({ type: 'renamePair', path }),
      remove: (image) => {
        const images = this.#imagesOf(image).map(({ path }) => path);
        this.#channel.post({ type: 'deletePairs', images });
      },
      toggleFolder: (folder) => this.#toggleFolder(folder),
      showDetails: () => {
        if (this.#area.isOpen) this.#details.focusCaption();
        else this.#openDetails(true);
      },
    });
    new RubberBand(grid, this.#selection, () => this.#selectionChanged());
    grid.element.addEventListener('scroll', () => this.#storeSoon(), { passive: true });
    return grid;
  }

  #makeDetails(): Details {
    return new Details(this.#strings, this.#format, {
      post: (message) => this.#channel.post(message),
      step: (by) => this.#step(by),
      openImage: (path) => this.#channel.post({ type: 'openImage', path }),
      openCaption: (path) => this.#channel.post({ type: 'openCaption', path }),
      close: () => {
        this.#openDetails(false);
        this.#grid.element.focus();
      },
      toGrid: () => this.#grid.element.focus(),
    });
  }

  /** A caption that exists opens in an editor; one that does not is typed in the details, so that looking makes no file. */
  #openCaption({ path, hasCaption }: GalleryImage): void {
    if (hasCaption) {
      this.#channel.post({ type: 'openCaption', path });
      return;
    }
    this.#openDetails(true);
    this.#details.focusCaption();
  }

  #openDetails(open: boolean): void {
    this.#area.isOpen = open;
    this.#selectionBar.showDetails(open);
    if (open) this.#showDetails();
    else this.#details.close();
    this.#storeSoon();
  }

  #moved(): void {
    const image = this.#grid.shown.at(this.#grid.active);
    if (image !== undefined) this.#channel.post({ type: 'activeCard', path: image.path });
    this.#showDetails(true);
    this.#storeSoon();
  }

  /** The details follow the active card. `anyway`: the user has moved. */
  #showDetails(anyway = false): void {
    // An earlier page's card becomes the active one when all images have come.
    if (!this.#area.isOpen || this.#toRestore?.active !== undefined) return;
    const { shown, active } = this.#grid;
    if (!anyway && this.#isEditedOutOfSight) return;
    const image = shown.at(active);
    const thumbnail = image && this.#thumbnails.get(image)?.url;
    this.#details.show(image, { index: active, count: shown.count }, thumbnail);
  }

  /** Whether the filter hides the image whose caption has the focus: a new caption hides it from “Without caption”. */
  get #isEditedOutOfSight(): boolean {
    const { path, hasFocus } = this.#details;
    if (!hasFocus || path === undefined || this.#grid.shown.indexOf(path) >= 0) return false;
    return this.#list.images.some((image) => image.path === path);
  }

  /** Goes to the previous or the next shown image. */
  #step(by: 1 | -1): void {
    // The active card has taken the place of one that is out of sight, so it is the next one.
    const next = this.#isEditedOutOfSight && by === 1 ? this.#grid.active : this.#grid.active + by;
    if (this.#grid.shown.at(next) === undefined) return;
    this.#grid.activate(next);
    this.#moved();
  }

  /** The size in pixels where it is known, and that of the file. */
  #sizesOf(image: GalleryImage, pixels?: { readonly width: number; readonly height: number }): string {
    const size = fileSize(readVersion(image.version).size, this.#format);
    const { details } = this.#strings;
    const sizes = pixels ? [this.#format.fill(details.pixels, pixels.width, pixels.height), size] : [size];
    return sizes.join(' · ');
  }

  /** What a menu acts on: the shown selected images where the card is one of them, otherwise its own image. */
  #imagesOf(image: GalleryImage): readonly GalleryImage[] {
    if (!this.#selection.has(image.path)) return [image];
    return this.#grid.shown.images.filter(({ path }) => this.#selection.has(path));
  }

  #takeFocus(): void {
    if (this.#grid.element.hidden) this.#notice.focus();
    else this.#grid.element.focus({ preventScroll: true });
  }

  #listenToWindow(folder: string): void {
    // The menu of everything that is no card and no text field.
    document.body.dataset['vscodeContext'] = JSON.stringify({
      webviewSection: 'gallery',
      preventDefaultContextMenuItems: true,
      folder,
    });
    document.addEventListener('keydown', (event) => {
      const by = { PageUp: -1, PageDown: 1 }[event.key];
      if (!event.altKey || by === undefined || event.isComposing) return;
      event.preventDefault();
      event.stopPropagation();
      this.#step(by < 0 ? -1 : 1);
    });
    document.addEventListener('keydown', (event) => {
      if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== 'f') return;
      event.preventDefault();
      this.#toolbar.focusSearch();
    });
  }

  #imagesChanged(): void {
    if (this.#list.isComplete) this.#selection.keepOnly(this.#list.images);
    this.#showCounts();
    this.#showFiltered(true);
    if (this.#list.isComplete) this.#restore();
    this.#showDetails();
    this.#showSelection();
    this.#storeSoon();
  }

  #filterBy(filter: Filter, search: string): void {
    this.#filter = filter;
    this.#search = search;
    this.#showFiltered(false);
    this.#showDetails();
    this.#showSelection();
    this.#announcement.textContent = this.#format.fill(
      this.#strings.shown,
      this.#grid.shown.matches,
      this.#list.counts.all,
    );
    this.#storeSoon();
  }

  #showCounts(): void {
    const { images, counts } = this.#list;
    const damaged = images.reduce((count, image) => count + (this.#thumbnails.isDamaged(image) ? 1 : 0), 0);
    this.#toolbar.showCounts({ ...counts, damaged });
  }

  /** The images in their order: by name, those of a folder stand below its heading. */
  #inOrder(images: readonly GalleryImage[]): ShownImages {
    const sorted = sortImages(images, this.#sort);
    const isByName = this.#sort === 'name' || this.#sort === 'nameBackwards';
    return isByName && hasFolders(this.#list.images)
      ? new ShownImages(sorted, byFolder(sorted, this.#folded))
      : new ShownImages(sorted);
  }

  #toggleFolder(folder: string): void {
    if (!this.#folded.delete(folder)) this.#folded.add(folder);
    this.#showFiltered(true);
    this.#grid.activateFolder(folder);
    this.#showSelection();
    this.#storeSoon();
  }

  #sortBy(sort: Sort): void {
    this.#sort = sort;
    this.#showFiltered(false);
    this.#channel.post({ type: 'setSort', sort });
    this.#storeSoon();
  }

  #showFiltered(keepPlace: boolean): void {
    const images = filterImages(this.#list.images, this.#filter, this.#search, (image) =>
      this.#thumbnails.isDamaged(image),
    );
    const shown = this.#inOrder(images);
    // The notice first: it may show the grid again, and a hidden grid cannot be laid out.
    this.#showNotice(shown.matches);
    this.#grid.show(shown, keepPlace);
    this.#showHits(shown.matches);
  }

  /** While anything is filtered: how many images match. */
  #showHits(shown: number): void {
    const isFiltered = this.#filter !== 'all' || this.#search.trim() !== '';
    this.#toolbar.showHits(isFiltered ? { shown, all: this.#list.counts.all } : null);
  }

  #restore(): void {
    const { top, active } = this.#toRestore ?? {};
    this.#toRestore = undefined;
    const { shown } = this.#grid;
    if (active !== undefined && shown.indexOf(active) >= 0) this.#grid.activate(shown.indexOf(active));
    if (top !== undefined && shown.indexOf(top) >= 0) this.#grid.scrollTo(shown.indexOf(top));
  }

  #changeSelection(change: () => void): void {
    change();
    this.#selectionChanged();
  }

  #selectionChanged(): void {
    this.#showSelection();
    this.#grid.requestDraw();
    this.#storeSoon();
  }

  #showSelection(): void {
    const { shown } = this.#grid;
    // While images are still arriving, it is unknown which selected ones the filter hides.
    const hidden = this.#list.isComplete ? this.#selection.hiddenCount(shown) : 0;
    this.#selectionBar.show({
      selected: this.#selection.size,
      total: this.#list.counts.all,
      hidden,
      shown: shown.count,
    });
    this.#toolbar.showSync(this.#selection.size, this.#sync !== null);
  }

  #showSync(sync: SyncStatus | null, summary: SyncSummary | null): void {
    this.#sync = sync;
    this.#syncBar.show(sync, summary);
    this.#toolbar.showSync(this.#selection.size, sync !== null);
  }

  #showNotice(shownCount = this.#grid.shown.matches): void {
    const { reading, noImages, noMatches, refresh, showLog, syncFromS3, showAll } = this.#strings;
    const post = this.#channel.post.bind(this.#channel);
    if (this.#error !== null) {
      this.#notice.show(this.#error, [
        { id: 'notice-refresh', text: refresh, act: () => post({ type: 'refresh' }) },
        { id: 'notice-show-log', text: showLog, act: () => post({ type: 'showLog' }) },
      ]);
    } else if (
      shownCount === 0 &&
      (!this.#list.isComplete || (this.#loading && this.#list.counts.all === 0))
    ) {
      this.#notice.show(reading);
    } else if (this.#list.counts.all === 0) {
      this.#notice.show(noImages, [
        { id: 'notice-sync-from-s3', text: syncFromS3, act: () => post({ type: 'syncFromS3' }) },
      ]);
    } else if (shownCount === 0) {
      this.#notice.show(noMatches, [{ id: 'notice-show-all', text: showAll, act: () => this.#showAll() }]);
    } else {
      this.#notice.hide();
    }
    this.#grid.element.hidden = !this.#notice.element.hidden;
  }

  #showAll(): void {
    this.#toolbar.clearFilter();
    this.#filterBy('all', '');
    this.#grid.element.focus();
  }

  #storeSoon(): void {
    this.#storeTimer ??= window.setTimeout(() => {
      this.#storeTimer = undefined;
      this.#store();
    }, STORE_AFTER_MS);
  }

  #store(): void {
    const earlier = this.#toRestore;
    const state: ViewState = {
      folder: this.#folder,
      thumbnailSize: this.#thumbnailSize,
      filter: this.#filter,
      sort: this.#sort,
      folded: [...this.#folded],
      search: this.#search,
      selected: [...this.#selection.paths],
      active: earlier ? earlier.active : this.#grid.shown.at(this.#grid.active)?.path,
      top: earlier ? earlier.top : this.#grid.topPath,
      detailsOpen: this.#area.isOpen,
      detailsSize: this.#area.size,
    };
    this.#channel.store(state);
  }
}
