/** The messages about the details of one image: its picture, and its caption as it is edited beside it. */

/** The picture of the image that the details show. */
export interface PictureMessage {
  readonly type: 'picture';
  /** The image's path. */
  readonly path: string;
  readonly version: string;
  /** An address that the page can load the file from. */
  readonly url: string;
  /** Bytes of the file. */
  readonly fileSize: number;
  /** Pixels as displayed; `null`: unknown. */
  readonly size: { readonly width: number; readonly height: number } | null;
}

/** Why a caption can be read and not edited. */
export type ReadOnlyCause = 'not-utf8' | 'binary' | 'too-large' | 'unreadable';

/** The caption of the image that the details show. */
export interface CaptionMessage {
  readonly type: 'caption';
  /** The image's path. */
  readonly path: string;
  /** The caption's path, whether or not it exists. */
  readonly file: string;
  /** Counts the texts that did not come from the page: one with a higher number replaces the field's text. */
  readonly revision: number;
  /** The whole text, without a byte order mark, with line feeds as line ends. */
  readonly text: string;
  /** Whether there is a caption, on disk or unsaved. */
  readonly exists: boolean;
  /** The text is not on disk as it is here. */
  readonly isDirty: boolean;
  /** The text is that of an open editor. */
  readonly isInEditor: boolean;
  readonly readOnly: ReadOnlyCause | null;
  /** The file was changed or removed while the text here was unsaved. */
  readonly conflict: 'changed' | 'removed' | null;
  /** The text says nothing, so it is not saved: the user decides whether the caption is deleted. */
  readonly isEmptied: boolean;
  /** Why the last saving or reading failed, as a sentence. */
  readonly problem: string | null;
}

export type DetailsToPage = PictureMessage | CaptionMessage;

export type DetailsFromPage =
  /** The user moved to this image: what is open beside the gallery follows. */
  | { readonly type: 'activeCard'; readonly path: string }
  /** `null`: the details are closed. */
  | { readonly type: 'showDetails'; readonly path: string | null }
  /** The whole text of the field, based on the text with this revision. */
  | {
      readonly type: 'editCaption';
      readonly path: string;
      readonly text: string;
      readonly revision: number;
    }
  | { readonly type: 'saveCaption'; readonly path: string }
  /**
   * The answer to a conflict or to an emptied text. `mine`: the text here is written; `theirs`: the file's text is
   * taken; `compare`: both are shown; `delete`: the caption file is deleted.
   */
  | { readonly type: 'resolveCaption'; readonly path: string; readonly act: (typeof RESOLVING_ACTS)[number] };

const RESOLVING_ACTS = ['mine', 'theirs', 'compare', 'delete'] as const;

/** A message from the page as it must be; `undefined`: it is none of these. */
export function readDetailsMessage(message: Readonly<Record<string, unknown>>): DetailsFromPage | undefined {
  const { type, path, text, revision, act } = message;
  if (type === 'showDetails' && path === null) return { type, path };
  if (typeof path !== 'string') return undefined;
  switch (type) {
    case 'activeCard':
    case 'showDetails':
    case 'saveCaption':
      return { type, path };
    case 'editCaption':
      return typeof text === 'string' && typeof revision === 'number'
        ? { type, path, text, revision }
        : undefined;
    case 'resolveCaption': {
      const known = RESOLVING_ACTS.find((one) => one === act);
      return known && { type, path, act: known };
    }
    default:
      return undefined;
  }
}

/** The translated strings of the details. */
export interface DetailsStrings {
  readonly details: string;
  readonly showDetails: string;
  readonly close: string;
  readonly previous: string;
  readonly next: string;
  /** `{0} of {1}` */
  readonly position: string;
  readonly openImage: string;
  readonly openCaption: string;
  readonly picture: string;
  readonly fit: string;
  readonly actualSize: string;
  readonly zoomIn: string;
  readonly zoomOut: string;
  /** `{0} × {1}`, pixels */
  readonly pixels: string;
  readonly cannotShow: string;
  readonly caption: string;
  readonly addCaption: string;
  readonly unsaved: string;
  readonly inEditor: string;
  readonly notUtf8: string;
  readonly binary: string;
  readonly tooLarge: string;
  readonly unreadable: string;
  readonly conflictChanged: string;
  readonly conflictRemoved: string;
  readonly keepMine: string;
  readonly takeTheirs: string;
  readonly emptied: string;
  readonly compare: string;
  readonly deleteCaption: string;
  readonly keepOldText: string;
  readonly resize: string;
}
