import * as vscode from 'vscode';
import type { RelativePath } from '../dataset/trainingImage.js';
import { SyncError } from '../core/errors.js';
import { GALLERY_VIEW_TYPE } from '../host/settings/ids.js';
import { t } from '../host/shown/messages.js';
import { nameOf, parentOf, pathInside, uriKey } from '../host/style/uris.js';
import type { Style } from '../host/style/style.js';
import { localWorkspaceFolders, stylesFolderOf } from '../host/style/styleFolders.js';
import type { StyleLibrary } from '../host/style/styleLibrary.js';
import type { TrainingNode } from '../views/trainingNodes.js';
import { isTrainingNode } from '../views/trainingNodes.js';

/** The arguments of a command: the subjects that it was called on, and the styles and images that they stand for. */

/** A subject of a command: a file or folder of the Explorer, an item of the tree, or cards of a gallery. */
export type Subject = vscode.Uri | TrainingNode | GallerySubject;

/** What the menu of a gallery was opened on. */
export interface GallerySubject {
  readonly kind: 'gallery';
  /** The style's folder. */
  readonly folder: vscode.Uri;
  /** The images of the cards; `null`: the whole style. */
  readonly images: readonly RelativePath[] | null;
}

/**
 * The subjects of a command. Menus pass the clicked item first and the whole selection second. The editor title, a
 * keybinding and the palette pass nothing, or something that is not a subject.
 */
export function subjectsOf(args: readonly unknown[]): readonly Subject[] {
  const [first, selection] = args;
  const gallery = gallerySubject(first);
  if (gallery !== undefined) return [gallery];
  const selected = Array.isArray(selection) ? selection.filter(isSubject) : [];
  if (selected.length > 0) return selected;
  return isSubject(first) ? [first] : [];
}

function isSubject(argument: unknown): argument is Subject {
  return (argument instanceof vscode.Uri && argument.scheme === 'file') || isTrainingNode(argument);
}

/** Reads what VS Code passes from the menus of a gallery: the page's `data-vscode-context`, with the type of webview. */
function gallerySubject(argument: unknown): GallerySubject | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const { webview, folder, images } = argument as Readonly<Record<string, unknown>>;
  if (webview !== GALLERY_VIEW_TYPE || typeof folder !== 'string') return undefined;
  const arePaths = Array.isArray(images) && images.every((path) => typeof path === 'string');
  return { kind: 'gallery', folder: vscode.Uri.parse(folder), images: arePaths ? images : null };
}

/**
 * The style of a gallery. Throws `bad-argument` where the folder is no style of the workspace: no menu passes such a
 * folder, but a link in any text can.
 */
export function styleOfGallery({ folder }: GallerySubject, { styles }: Pick<StyleLibrary, 'styles'>): Style {
  const style = styles.find((known) => uriKey(known.folder) === uriKey(folder));
  if (style !== undefined) return style;
  throw new SyncError('bad-argument', { cause: t('This is no style of the workspace') });
}

/**
 * Throws `bad-argument` for a file outside of the workspace. No menu offers one, but a link in any text can name it.
 */
export function checkIsInWorkspace(uri: vscode.Uri): void {
  if (vscode.workspace.getWorkspaceFolder(uri) !== undefined) return;
  throw new SyncError('bad-argument', { cause: t('“{0}” is in no folder of this workspace', uri.fsPath) });
}

/**
 * Throws `bad-argument` for an item that is not one of the tree. Menus pass the tree's own objects, but a link can pass
 * a copy.
 */
export function checkIsOurs(node: TrainingNode, { styles }: Pick<StyleLibrary, 'styles'>): void {
  if (node.kind === 'workspaceFolder' || styles.includes(node.style)) return;
  throw new SyncError('bad-argument', { cause: t('This is no style of the workspace') });
}

/** A style and some of its images; without `images` all of them. */
export interface SyncTarget {
  readonly style: Style;
  readonly images?: readonly RelativePath[];
}

/**
 * What a folder inside a style stands for. From S3 it is the whole style, as the folder's files in S3 need not exist
 * locally.
 */
export type FolderMeaning = 'its images' | 'its style';

/**
 * The styles of a command's subjects, in their order, each once.
 * - A folder is a style of its own, unless it is inside one.
 * - An image belongs to the style around it; without one, to its folder as a style.
 * - A folder that holds the styles of the workspace stands for all of them.
 */
export async function syncTargets(
  subjects: readonly Subject[],
  library: StyleLibrary,
  folderMeaning: FolderMeaning,
): Promise<SyncTarget[]> {
  const resolver = new TargetResolver(library, folderMeaning);
  const targets = new Map<Style, Set<RelativePath> | 'all'>();
  for (const subject of subjects) {
    for (const { style, images } of await resolver.targetsOf(subject)) {
      const before = targets.get(style) ?? new Set<RelativePath>();
      const isWhole = images === undefined || before === 'all';
      targets.set(style, isWhole ? 'all' : new Set([...before, ...images]));
    }
  }
  return [...targets].map(([style, images]) =>
    images === 'all' ? { style } : { style, images: [...images] },
  );
}

class TargetResolver {
  constructor(
    private readonly library: StyleLibrary,
    private readonly folderMeaning: FolderMeaning,
  ) {}

  async targetsOf(subject: Subject): Promise<readonly SyncTarget[]> {
    if (subject instanceof vscode.Uri) return this.#targetsOfUri(subject);
    if (subject.kind === 'gallery') return [await this.#cards(subject)];
    checkIsOurs(subject, this.library);
    switch (subject.kind) {
      case 'workspaceFolder':
        return this.#stylesBelow(subject.workspaceFolder.uri);
      case 'style':
      case 'gone':
      case 'goneFile':
        return [{ style: subject.style }];
      case 'folder':
        return [await this.#folder(subject.style, subject.path)];
      case 'range':
        return [{ style: subject.style, images: subject.images.map(({ relativePath }) => relativePath) }];
      case 'image':
        return [{ style: subject.style, images: [subject.image.relativePath] }];
      case 'loneCaptions':
      case 'loneCaption':
        return [{ style: subject.style }];
    }
  }

  async #targetsOfUri(uri: vscode.Uri): Promise<readonly SyncTarget[]> {
    const { type } = await vscode.workspace.fs.stat(uri);
    const isFolder = (type & vscode.FileType.Directory) !== 0;
    const around = await this.library.styleAround(uri);
    if (around !== undefined) {
      const { style, path } = around;
      if (path === '') return [{ style }];
      return [isFolder ? await this.#folder(style, path) : { style, images: [path] }];
    }
    checkIsInWorkspace(uri);
    if (!isFolder) return [{ style: this.library.styleAt(parentOf(uri)), images: [nameOf(uri)] }];
    return isStylesFolder(uri) ? this.#stylesBelow(uri) : [{ style: this.library.styleAt(uri) }];
  }

  async #cards(subject: GallerySubject): Promise<SyncTarget> {
    const style = styleOfGallery(subject, this.library);
    if (subject.images === null || this.folderMeaning === 'its style') return { style };
    const { images = [] } = await this.library.load(style);
    const known = new Set(images.map(({ relativePath }) => relativePath));
    return { style, images: subject.images.filter((path) => known.has(path)) };
  }

  async #stylesBelow(folder: vscode.Uri): Promise<SyncTarget[]> {
    const styles = await this.library.discover();
    return styles
      .filter((style) => pathInside(folder, style.folder) !== undefined)
      .map((style) => ({ style }));
  }

  async #folder(style: Style, folder: RelativePath): Promise<SyncTarget> {
    if (this.folderMeaning === 'its style') return { style };
    const { images = [] } = await this.library.load(style);
    const below = images.filter(({ relativePath }) => relativePath.startsWith(`${folder}/`));
    return { style, images: below.map(({ relativePath }) => relativePath) };
  }
}

function isStylesFolder(uri: vscode.Uri): boolean {
  return localWorkspaceFolders().some((folder) => uriKey(stylesFolderOf(folder)) === uriKey(uri));
}
