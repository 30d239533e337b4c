import type * as vscode from 'vscode';
import type { CaptionedImage, RelativePath } from '../../dataset/trainingImage.js';
import type { ImageCounts } from '../../operations/listImages.js';
import type { StyleStanding } from '../../operations/protocol/standing.js';
import type { SyncProgress } from '../../core/progress.js';
import type { RunKind } from '../texts/progressText.js';

/** One data set: a folder of training images. */
export interface Style {
  /** The folder's name. */
  readonly id: string;
  readonly folder: vscode.Uri;
}

/** The first images of a style that is still being read, and how many it has. */
export interface ArrivingImages extends ImageCounts {
  /** In natural order; grows while the style is read. */
  readonly first: readonly CaptionedImage[];
}

/** A run under way. */
export interface RunState {
  readonly kind: RunKind;
  /** `undefined` before the first report. */
  readonly progress: SyncProgress | undefined;
  /** Whether it waits for an answer of the user. */
  readonly isAsking?: boolean;
}

/** The state of a style in the library. */
export interface StyleState {
  readonly style: Style;
  /** In natural order; `undefined` before the first reading ends. */
  readonly images: readonly CaptionedImage[] | undefined;
  /** Where the style stands with S3; set with `images`. */
  readonly standing?: StyleStanding;
  /** Captions that no image has, in natural order; set with `images`. */
  readonly loneCaptions?: readonly RelativePath[];
  /** Set during the first reading. */
  readonly arriving?: ArrivingImages;
  /** One sentence; set where reading the images failed. */
  readonly error: string | undefined;
  /** Set while a sync or an undo of the style runs. */
  readonly run: RunState | undefined;
}

/** The state of a style has changed. */
export interface StyleChange {
  readonly style: Style;
}
