import * as vscode from 'vscode';
import type { RelativePath } from '../dataset/trainingImage.js';
import { SyncError } from '../core/errors.js';
import { t } from '../host/shown/messages.js';
import { nameOf, parentOf, pathInside, uriKey } from '../host/style/uris.js';
import type { Style } from '../host/style/style.js';
import { localWorkspaceFolders, stylesFolderOf } from '../host/style/styleFolders.js';
import type { StyleLibrary } from '../host/style/styleLibrary.js';
import type { TrainingNode } from '../views/trainingNodes.js';
import { isTrainingNode } from '../views/trainingNodes.js';

/** What a command is about: the subjects that it was called on, and the styles and images that they stand for. */

/** What a command was called on: a file or folder of the Explorer, or an item of the tree. */
export type Subject = vscode.Uri | TrainingNode;

/**
 * The subjects of a command. Menus pass the item under the pointer first and the whole selection second; the editor's
 * title, a keybinding or the palette pass nothing, or something that is no subject of ours.
 */
export function subjectsOf(args: readonly unknown[]): readonly Subject[] {
  const [first, selection] = args;
  const selected = Array.isArray(selection) ? selection.filter(isSubject) : [];
  if (selected.length > 0) return selected;
  return isSubject(first) ? [first] : [];
}

function isSubject(argument: unknown): argument is Subject {
  return (argument instanceof vscode.Uri && argument.scheme === 'file') || isTrainingNode(argument);
}

/** Menus offer no other place; a link in any text may name one. Throws `bad-argument`. */
export function checkIsInWorkspace(uri: vscode.Uri): void {
  if (vscode.workspace.getWorkspaceFolder(uri) !== undefined) return;
  throw new SyncError('bad-argument', { cause: t('“{0}” is in no folder of this workspace', uri.fsPath) });
}

/** Menus pass the very items of the tree; a link may pass what looks like one. Throws `bad-argument`. */
export function checkIsOurs(node: TrainingNode, { styles }: Pick<StyleLibrary, 'styles'>): void {
  if (node.kind === 'workspaceFolder' || styles.includes(node.style)) return;
  throw new SyncError('bad-argument', { cause: t('This is no style of the workspace') });
}

/** A style, and which of its images; without `images` all of it. */
export interface SyncTarget {
  readonly style: Style;
  readonly images?: readonly RelativePath[];
}

/** What a folder inside a style stands for. From S3 it is the whole style: what S3 has need not be here yet. */
export type FolderMeaning = 'its images' | 'its style';

/**
 * Which styles a command's subjects belong to, in their order, each once.
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
    checkIsOurs(subject, this.library);
    switch (subject.kind) {
      case 'workspaceFolder':
        return this.#stylesBelow(subject.workspaceFolder.uri);
      case 'style':
        return [{ style: subject.style }];
      case 'folder':
        return [await this.#folder(subject.style, subject.path)];
      case 'range':
        return [{ style: subject.style, images: subject.images.map(({ relativePath }) => relativePath) }];
      case 'image':
        return [{ style: subject.style, images: [subject.image.relativePath] }];
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
