import type * as vscode from 'vscode';
import type { CaptionedImage } from '../../dataset/trainingImage.js';
import type { ImageCounts } from '../../operations/listImages.js';
import type { ApprovedRow } from '../../operations/protocol/requests.js';
import type { SyncResult } from '../../operations/protocol/results.js';
import type { SyncDirection, SyncProgress } from '../../core/progress.js';

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

/** What is known of a style at this moment. */
export interface StyleState {
  readonly style: Style;
  /** In natural order; `undefined` until they have been read once. */
  readonly images: readonly CaptionedImage[] | undefined;
  /** While they are read for the first time: what is known already. */
  readonly arriving?: ArrivingImages;
  /** One sentence, where reading them failed. */
  readonly error: string | undefined;
  /** Set while a sync of the style runs. */
  readonly sync:
    { readonly direction: SyncDirection; readonly progress: SyncProgress | undefined } | undefined;
}

/** Something in the state of a style has changed. */
export interface StyleChange {
  readonly style: Style;
}

/** The one place that reads styles and tells the tree, the decorations and the galleries. */
export interface StyleLibrary {
  /** Every style of every workspace folder, and those opened from the Explorer. */
  readonly styles: readonly Style[];
  readonly onDidChangeStyles: vscode.Event<void>;
  readonly onDidChangeStyle: vscode.Event<StyleChange>;
  stateOf(style: Style): StyleState;
  /** Reads the images if they have not been read yet. Never rejects: a failure is in `error`. */
  load(style: Style): Promise<StyleState>;
  refresh(style?: Style): Promise<void>;
  /** The style of a folder, made known to the library if it was not. */
  styleAt(folder: vscode.Uri): Style;
}

export interface SyncChoices {
  /** Relative paths of the selected images; left out: all. */
  readonly images?: readonly string[];
  /** Left out: the setting. */
  readonly syncDeletes?: boolean;
}

export interface SyncOptions extends SyncChoices {
  /** With questions, progress and a closing message; without: for scripts, rejects with what went wrong. */
  readonly interactive: boolean;
  /** Accept an empty source and a mass change. */
  readonly force?: boolean;
  /** Ask about what is lost whatever the settings say: whoever asks for the sync need not be the user. */
  readonly alwaysAsk?: boolean;
}

/** What a sync would do, and what it was asked for. */
export interface PlannedSync extends SyncChoices {
  readonly style: Style;
  readonly direction: SyncDirection;
  /** Of a dry run. */
  readonly result: SyncResult;
}

/** How a sync ended: `failed` is what the user should look into. */
export type SyncOutcome = 'done' | 'failed' | 'cancelled';

export interface FinishedSync {
  readonly style: Style;
  readonly direction: SyncDirection;
  /** The closing message: `Synced 16 to S3: 34 uploaded, 2 deleted.` */
  readonly message: string;
  readonly outcome: SyncOutcome;
}

/** Runs syncs with everything that an editor adds to them. */
export interface SyncRunner {
  /** `undefined` where the user declined (no bucket given, plan not approved), or is shown the plan first. */
  run(style: Style, direction: SyncDirection, options: SyncOptions): Promise<SyncResult | undefined>;
  /** Changes nothing. `undefined` where there is nothing to do, which is said, or the user declined. */
  preview(style: Style, direction: SyncDirection, choices: SyncChoices): Promise<PlannedSync | undefined>;
  /** Carries out these rows of a plan. `undefined` where nothing was done. */
  apply(planned: PlannedSync, approved: readonly ApprovedRow[]): Promise<SyncResult | undefined>;
  cancel(style: Style): void;
  readonly onDidFinish: vscode.Event<FinishedSync>;
}
