import * as vscode from 'vscode';
import type { CaptionedImage, RelativePath } from '../dataset/trainingImage.js';
import { CONTEXT_VALUES, VIEWS } from '../host/settings/ids.js';
import { t } from '../host/shown/messages.js';
import { fileInside, nameOf, pathInside } from '../host/style/uris.js';
import type { Style, StyleChange } from '../host/style/style.js';
import { localWorkspaceFolders } from '../host/style/styleFolders.js';
import type { StyleLibrary } from '../host/style/styleLibrary.js';
import type { Standings } from '../host/style/standings.js';
import { countsText, deletedHereText } from '../host/texts/standingTexts.js';
import { visible } from '../operations/texts/outsideWords.js';
import type { ThumbnailSource } from '../thumbnails/thumbnailSource.js';
import { ImageFolders } from './imageFolders.js';
import { MOST_IMAGES_IN_FOLDER, rangesOf } from './imageRanges.js';
import { imageTooltip } from './imageTooltip.js';
import { captionStart, rangeText, styleText } from './itemTexts.js';
import type {
  FolderNode,
  GoneFileNode,
  GoneNode,
  ImageNode,
  LoneCaptionsNode,
  RangeNode,
  StyleNode,
  TrainingNode,
  WorkspaceFolderNode,
} from './trainingNodes.js';
import { loneCaptionItem, loneCaptionsItem } from './loneCaptionItems.js';
import { treeItem } from './treeItem.js';

/**
 * The editor redraws an open style with all its images. The first change is shown at once, later ones at intervals of
 * this length, which grows with the number of images up to a limit: very large folders show ranges, of which few are
 * unfolded.
 */
const REFRESH_MS = 250;
const REFRESH_MS_PER_IMAGE = 0.1;
const MOST_REFRESH_MS = 1250;

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

/** The view “Training Images” on the screen. */
export interface TrainingImagesView {
  selectedNodes(): readonly TrainingNode[];
  dispose(): void;
}

/** Shows the view “Training Images”. */
export function registerTrainingImagesTree(
  library: StyleLibrary,
  standings: Standings,
  thumbnails: Pick<ThumbnailSource, 'dimensions'>,
): TrainingImagesView {
  const tree = new TrainingImagesTree(library, standings, thumbnails);
  const view = vscode.window.createTreeView(VIEWS.trainingImages, {
    treeDataProvider: tree,
    canSelectMany: true,
  });
  const showDiscoveryError = library.onDidChangeStyles(() => {
    view.message = library.discoveryError ?? '';
  });
  const showBadge = standings.onDidChange(() => {
    view.badge = badgeOf(standings.pairsToSync);
  });
  const parts = vscode.Disposable.from(view, tree, showDiscoveryError, showBadge);
  return { dispose: () => void parts.dispose(), selectedNodes: () => view.selection };
}

/** The number of pairs that are to be synced, on the icon of the view; `undefined`: none. */
function badgeOf(pairs: number): vscode.ViewBadge | undefined {
  if (pairs === 0) return undefined;
  return { value: pairs, tooltip: pairs === 1 ? t('1 pair to sync') : t('{0} pairs to sync', pairs) };
}

/** The items of the tree: styles, their sub-folders and their images. */
export class TrainingImagesTree implements vscode.TreeDataProvider<TrainingNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<TrainingNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  readonly #library: StyleLibrary;
  readonly #standings: Standings;
  /** What stands beside each style. A minute later its time is another, and mostly the text is the same. */
  readonly #shownTexts = new Map<Style, string>();
  readonly #thumbnails: Pick<ThumbnailSource, 'dimensions'>;
  /** The editor identifies a node by the object: one per style. */
  readonly #styleNodes = new WeakMap<Style, StyleNode>();
  readonly #folders = new WeakMap<readonly CaptionedImage[], ImageFolders>();
  readonly #refreshes = new Map<Style, { readonly timer: NodeJS.Timeout; isWanted: boolean }>();
  readonly #subscriptions: vscode.Disposable;

  constructor(library: StyleLibrary, standings: Standings, thumbnails: Pick<ThumbnailSource, 'dimensions'>) {
    this.#library = library;
    this.#standings = standings;
    this.#thumbnails = thumbnails;
    this.#subscriptions = vscode.Disposable.from(
      library.onDidChangeStyles(() => this.#changed.fire(undefined)),
      library.onDidChangeStyle((change) => this.#scheduleRefresh(change)),
      standings.onDidChange((style) => {
        if (style === undefined) this.#refreshTexts();
      }),
    );
  }

  async getChildren(node?: TrainingNode): Promise<TrainingNode[]> {
    if (node === undefined) return this.#roots(await this.#library.discover());
    switch (node.kind) {
      case 'workspaceFolder':
        return this.#stylesIn(node, this.#library.styles);
      case 'style':
        await this.#library.load(node.style);
        return [
          ...this.#loneCaptionsOf(node.style),
          ...this.#imagesIn(node.style, ''),
          ...this.#goneFrom(node.style),
        ];
      case 'folder':
        return this.#imagesIn(node.style, node.path);
      case 'range':
        return imageNodes(node.style, node.images);
      case 'loneCaptions':
        return this.#pathsOfLoneCaptions(node.style).map((path) => ({
          kind: 'loneCaption',
          style: node.style,
          path,
        }));
      case 'gone':
        return this.#goneFiles(node);
      case 'image':
      case 'loneCaption':
      case 'goneFile':
        return [];
    }
  }

  getTreeItem(node: TrainingNode): vscode.TreeItem {
    switch (node.kind) {
      case 'workspaceFolder':
        return workspaceFolderItem(node);
      case 'style':
        return this.#styleItem(node);
      case 'folder':
        return this.#folderItem(node);
      case 'range':
        return rangeItem(node);
      case 'image':
        return imageItem(node);
      case 'loneCaptions':
        return loneCaptionsItem(node, this.#pathsOfLoneCaptions(node.style).length);
      case 'loneCaption':
        return loneCaptionItem(node);
      case 'gone':
        return this.#goneItem(node);
      case 'goneFile':
        return goneFileItem(node);
    }
  }

  /** The editor calls this when the pointer rests on an item: only then is the image's header read. */
  async resolveTreeItem(item: vscode.TreeItem, node: TrainingNode): Promise<vscode.TreeItem> {
    if (node.kind === 'image') item.tooltip = await imageTooltip(node.style, node.image, this.#thumbnails);
    return item;
  }

  dispose(): void {
    for (const { timer } of this.#refreshes.values()) clearTimeout(timer);
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  #roots(styles: readonly Style[]): TrainingNode[] {
    const workspaceFolders = localWorkspaceFolders();
    if (workspaceFolders.length < 2) return styles.map((style) => this.#styleNode(style));
    const nodes = workspaceFolders.map((workspaceFolder): WorkspaceFolderNode => ({
      kind: 'workspaceFolder',
      workspaceFolder,
    }));
    const isElsewhere = (style: Style): boolean =>
      workspaceFolders.every(({ uri }) => pathInside(uri, style.folder) === undefined);
    return [
      ...nodes.filter((node) => this.#stylesIn(node, styles).length > 0),
      ...styles.filter(isElsewhere).map((style) => this.#styleNode(style)),
    ];
  }

  #stylesIn({ workspaceFolder }: WorkspaceFolderNode, styles: readonly Style[]): StyleNode[] {
    return styles
      .filter((style) => pathInside(workspaceFolder.uri, style.folder) !== undefined)
      .map((style) => this.#styleNode(style));
  }

  #loneCaptionsOf(style: Style): LoneCaptionsNode[] {
    return this.#pathsOfLoneCaptions(style).length === 0 ? [] : [{ kind: 'loneCaptions', style }];
  }

  #pathsOfLoneCaptions(style: Style): readonly RelativePath[] {
    return this.#library.stateOf(style).loneCaptions ?? [];
  }

  #imagesIn(style: Style, path: RelativePath): TrainingNode[] {
    const { folders, images } = this.#foldersOf(style).at(path);
    return [
      ...folders.map((folder): FolderNode => ({ kind: 'folder', style, path: folder })),
      ...(images.length > MOST_IMAGES_IN_FOLDER
        ? rangesOf(images).map((range, index): RangeNode => ({
            kind: 'range',
            style,
            path,
            index,
            images: range,
          }))
        : imageNodes(style, images)),
    ];
  }

  #styleItem(node: StyleNode): vscode.TreeItem {
    const { style } = node;
    const state = this.#library.stateOf(style);
    // The numbers follow with the library's event.
    if (state.images === undefined && state.error === undefined) void this.#library.load(style);
    const isOnlyStyle = this.#library.styles.length === 1;
    const item = treeItem(style.id, isOnlyStyle ? Expanded : Collapsed, {
      description: this.#styleText(style),
      tooltip: state.error ?? style.folder.fsPath,
    });
    item.id = style.folder.toString();
    item.iconPath = styleIcon(state.run !== undefined, state.error !== undefined);
    item.contextValue = CONTEXT_VALUES.style;
    return item;
  }

  #styleText(style: Style): string {
    const content = this.#foldersOf(style).at('');
    const text = styleText(this.#library.stateOf(style), content, this.#standings.contextOf(style));
    this.#shownTexts.set(style, text);
    return text;
  }

  /** Redraws the styles whose text has changed with the time or with Sync Deletes. */
  #refreshTexts(): void {
    for (const [style, shown] of [...this.#shownTexts]) {
      if (this.#styleText(style) !== shown) this.#scheduleRefresh({ style });
    }
  }

  #folderItem({ style, path }: FolderNode): vscode.TreeItem {
    const folder = fileInside(style.folder, path);
    const item = treeItem(nameOf(folder), Collapsed, {
      description: countsText(this.#foldersOf(style).at(path), t, vscode.env.language),
      tooltip: folder.fsPath,
    });
    item.id = `${style.folder.toString()}#${path}/`;
    item.resourceUri = folder;
    item.iconPath = vscode.ThemeIcon.Folder;
    item.contextValue = CONTEXT_VALUES.folder;
    return item;
  }

  /** A row for the files that are gone here and still in S3, as far as is known. */
  #goneFrom(style: Style): GoneNode[] {
    const count = this.#library.stateOf(style).standing?.deletedHereCount ?? 0;
    return count === 0 ? [] : [{ kind: 'gone', style }];
  }

  #goneFiles({ style }: GoneNode): GoneFileNode[] {
    const paths = this.#library.stateOf(style).standing?.deletedHere ?? [];
    return paths.map((path) => ({ kind: 'goneFile', style, path }));
  }

  #goneItem({ style }: GoneNode): vscode.TreeItem {
    const count = this.#library.stateOf(style).standing?.deletedHereCount ?? 0;
    const label = deletedHereText(count, this.#standings.contextOf(style));
    const item = treeItem(label, Collapsed, {
      tooltip: t(
        'These files were synced and are gone here. Preview Sync… shows what a sync would do with them.',
      ),
    });
    item.id = `${style.folder.toString()}#gone`;
    item.iconPath = new vscode.ThemeIcon('cloud');
    return item;
  }

  #styleNode(style: Style): StyleNode {
    let node = this.#styleNodes.get(style);
    if (node === undefined) {
      node = { kind: 'style', style };
      this.#styleNodes.set(style, node);
    }
    return node;
  }

  #foldersOf(style: Style): ImageFolders {
    const { images } = this.#library.stateOf(style);
    if (images === undefined) return NO_FOLDERS;
    let folders = this.#folders.get(images);
    if (folders === undefined) {
      folders = new ImageFolders(images);
      this.#folders.set(images, folders);
    }
    return folders;
  }

  /** Redraws at once, or at the end of the interval since the last redraw. */
  #scheduleRefresh({ style }: StyleChange): void {
    const running = this.#refreshes.get(style);
    if (running === undefined) this.#refresh(style);
    else running.isWanted = true;
  }

  #refresh(style: Style): void {
    const count = this.#library.stateOf(style).images?.length ?? 0;
    const timer = setTimeout(
      () => {
        const isWanted = this.#refreshes.get(style)?.isWanted ?? false;
        this.#refreshes.delete(style);
        if (isWanted) this.#refresh(style);
      },
      Math.min(REFRESH_MS + count * REFRESH_MS_PER_IMAGE, MOST_REFRESH_MS),
    );
    this.#refreshes.set(style, { timer, isWanted: false });
    this.#changed.fire(this.#styleNode(style));
  }
}

const NO_FOLDERS = new ImageFolders([]);

const imageNodes = (style: Style, images: readonly CaptionedImage[]): ImageNode[] =>
  images.map((image) => ({ kind: 'image', style, image }));

function styleIcon(isRunning: boolean, hasError: boolean): vscode.ThemeIcon {
  if (isRunning) return new vscode.ThemeIcon('loading~spin');
  if (hasError) return new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  return new vscode.ThemeIcon('folder-library');
}

function goneFileItem({ style, path }: GoneFileNode): vscode.TreeItem {
  const item = treeItem(path, None, { description: t('in S3'), tooltip: path });
  item.id = `${style.folder.toString()}#gone/${path}`;
  item.iconPath = new vscode.ThemeIcon('file');
  return item;
}

function workspaceFolderItem({ workspaceFolder }: WorkspaceFolderNode): vscode.TreeItem {
  const item = treeItem(workspaceFolder.name, Expanded, { tooltip: workspaceFolder.uri.fsPath });
  item.id = `workspace:${workspaceFolder.uri.toString()}`;
  item.iconPath = new vscode.ThemeIcon('root-folder');
  item.contextValue = CONTEXT_VALUES.workspaceFolder;
  return item;
}

function rangeItem({ style, path, index, images }: RangeNode): vscode.TreeItem {
  const [first, last] = [images[0], images.at(-1)];
  const label = first === undefined || last === undefined ? '' : rangeText(first, last);
  const captioned = images.filter(({ hasCaption }) => hasCaption).length;
  const description = countsText({ total: images.length, captioned }, t, vscode.env.language);
  const item = treeItem(label, Collapsed, { description, tooltip: `${visible(label)}\n${description}` });
  item.id = `${style.folder.toString()}#${path}/${String(index)}…`;
  item.iconPath = new vscode.ThemeIcon('files');
  return item;
}

function imageItem({ style, image }: ImageNode): vscode.TreeItem {
  const file = fileInside(style.folder, image.relativePath);
  const description = captionStart(image);
  const item = treeItem(image.name, None, {
    description,
    accessibleLabel: image.hasCaption
      ? t('{0}, caption: {1}', image.name, description)
      : t('{0}, no caption', image.name),
  });
  item.id = `${style.folder.toString()}#${image.relativePath}`;
  // The URI gives the item the file's icon, the caption mark and other decorations.
  item.resourceUri = file;
  item.contextValue = image.hasCaption ? CONTEXT_VALUES.captionedImage : CONTEXT_VALUES.uncaptionedImage;
  item.command = { command: 'vscode.open', title: t('Open'), arguments: [file] };
  return item;
}
