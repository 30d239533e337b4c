import type * as vscode from 'vscode';
import type { CaptionedImage, RelativePath } from '../dataset/trainingImage.js';
import type { Style } from '../host/style/style.js';

/** The items of the tree, which its menus pass to commands. */
export type TrainingNode =
  | WorkspaceFolderNode
  | StyleNode
  | FolderNode
  | RangeNode
  | ImageNode
  | LoneCaptionsNode
  | LoneCaptionNode
  | GoneNode
  | GoneFileNode;

/** Only in workspaces of several folders. */
export interface WorkspaceFolderNode {
  readonly kind: 'workspaceFolder';
  readonly workspaceFolder: vscode.WorkspaceFolder;
}

export interface StyleNode {
  readonly kind: 'style';
  readonly style: Style;
}

/** A sub-folder of a style. */
export interface FolderNode {
  readonly kind: 'folder';
  readonly style: Style;
  readonly path: RelativePath;
}

/** Consecutive images of a very large folder. */
export interface RangeNode {
  readonly kind: 'range';
  readonly style: Style;
  /** The path of the folder. */
  readonly path: RelativePath;
  /** The index among the folder's ranges. */
  readonly index: number;
  /** At least one. */
  readonly images: readonly CaptionedImage[];
}

export interface ImageNode {
  readonly kind: 'image';
  readonly style: Style;
  readonly image: CaptionedImage;
}

/** The captions of a style that no image has. */
export interface LoneCaptionsNode {
  readonly kind: 'loneCaptions';
  readonly style: Style;
}

export interface LoneCaptionNode {
  readonly kind: 'loneCaption';
  readonly style: Style;
  readonly path: RelativePath;
}

/** The files of a style that are gone here and still in S3. */
export interface GoneNode {
  readonly kind: 'gone';
  readonly style: Style;
}

export interface GoneFileNode {
  readonly kind: 'goneFile';
  readonly style: Style;
  readonly path: RelativePath;
}

const KINDS: ReadonlySet<string> = new Set<TrainingNode['kind']>([
  'workspaceFolder',
  'style',
  'folder',
  'range',
  'image',
  'loneCaptions',
  'loneCaption',
  'gone',
  'goneFile',
]);

/** Whether a command was called from the tree. */
export function isTrainingNode(argument: unknown): argument is TrainingNode {
  if (typeof argument !== 'object' || argument === null || !('kind' in argument)) return false;
  return KINDS.has(String(argument.kind));
}
