import type { LocalFile } from '../../core/ports/fileStore.js';
import type { NoText } from './captionBytes.js';

/** A caption as it is on disk. */
export interface StoredCaption {
  readonly file: LocalFile;
  /** `undefined`: `problem` says why there is none. */
  readonly text: string | undefined;
  readonly problem: NoText | undefined;
}

/** The disk, for one caption. Both methods reject with `SyncError`. */
export interface CaptionDisk {
  /** `undefined`: the caption does not exist. */
  read(): Promise<StoredCaption | undefined>;
  /** Rejects with `changed-during-sync` where the file has not the state `before` (`undefined`: absent) any more. */
  write(text: string, before: LocalFile | undefined): Promise<LocalFile>;
}

/** The caption in an open editor: its text is the truth, and edits go through it. */
export interface OpenCaption {
  readonly text: string;
  readonly isDirty: boolean;
  /** Changes the text as an edit that the editor can undo; `false`: the editor refused. */
  replace(text: string): Promise<boolean>;
  /** `false`: the editor could not save it. */
  save(): Promise<boolean>;
}

/** A text that was typed and is not on disk yet. */
export interface Draft {
  readonly text: string;
  /** What the file held when the typing began; `undefined`: it did not exist. */
  readonly base: string | undefined;
  /** Its state then. */
  readonly before: LocalFile | undefined;
}

/** Keeps the draft of one caption beyond the life of the page and of the extension host. */
export interface DraftKeeper {
  get(): Draft | undefined;
  set(draft: Draft | undefined): void;
}
