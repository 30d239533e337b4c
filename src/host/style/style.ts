import type * as vscode from 'vscode';
import type { CaptionedImage } from '../../dataset/trainingImage.js';
import type { ImageCounts } from '../../operations/listImages.js';
import type { SyncProgress } from '../../core/progress.js';
import type { RunKind } from '../texts/progressText.js';

/** One data set: a folder of training images. */
export interface Style {
  /** The folder's name. */
  readonly id: string;
  readonly folder: vscode.Uri;
}

/** The beginning of a style's images, and how many there are. */
export interface ArrivingImages extends ImageCounts {
  /** In natural order; grows. */
  readonly first: readonly CaptionedImage[];
}

/** A run under way. */
export interface RunState {
  readonly kind: RunKind;
  /** `undefined` until something is known. */
  readonly progress: SyncProgress | undefined;
}

/** What is known of a style at this moment. */
export interface StyleState {
  readonly style: Style;
  /** In natural order; `undefined` until they have been read once. */
  readonly images: readonly CaptionedImage[] | undefined;
  /** While they are read for the first time: what is known already. */
  readonly arriving?: ArrivingImages;
  /** One sentence, where reading them failed. */
  readonly error: string | undefined;
  /** Set while something runs on the style. */
  readonly run: RunState | undefined;
}

/** Something in the state of a style has changed. */
export interface StyleChange {
  readonly style: Style;
}
