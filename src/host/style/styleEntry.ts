import * as vscode from 'vscode';
import type { CaptionedImage } from '../../dataset/trainingImage.js';
import type { Engine } from '../../engine/engine.js';
import type { ListRequest } from '../../operations/protocol/requests.js';
import { describeError } from '../../operations/texts/errorTexts.js';
import { asSyncError } from '../../core/errors.js';
import type { StyleStanding } from '../../operations/protocol/standing.js';
import { readSetting } from '../settings/settings.js';
import type { Log } from '../shown/log.js';
import { t } from '../shown/messages.js';
import type { ArrivingImages, RunState, Style, StyleState } from './style.js';
import { nameOf, pathInside } from './uris.js';

interface EntryServices {
  readonly engine: Pick<Engine, 'listImages'>;
  readonly log: Log;
  /** Called after each change of `state`. */
  readonly onChange: (style: Style) => void;
  /** Aborted when the library closes. */
  readonly closing: AbortSignal;
}

/** One style of the library: its images as they were last read from disk, and the run on it. */
export class StyleEntry {
  #images: readonly CaptionedImage[] | undefined;
  #standing: StyleStanding | undefined;
  #loneCaptions: readonly string[] = [];
  #arriving: ArrivingImages | undefined;
  #error: string | undefined;
  #run: RunState | undefined;
  /** The reading under way. */
  #reading: Promise<void> | undefined;
  /** What was read, or is being read, may be older than the disk: it must be read once more. */
  #isStale = false;

  constructor(
    readonly style: Style,
    private readonly services: EntryServices,
  ) {}

  get state(): StyleState {
    const [arriving, standing] = [this.#arriving, this.#standing];
    return {
      style: this.style,
      images: this.#images,
      error: this.#error,
      run: this.#run,
      ...(arriving && { arriving }),
      ...(standing && { standing, loneCaptions: this.#loneCaptions }),
    };
  }

  /** Whether the images have been read, or are being read for the first time. */
  get isRead(): boolean {
    return this.#images !== undefined || this.#error !== undefined || this.#reading !== undefined;
  }

  setRun(run: RunState | undefined): void {
    this.#run = run;
    this.services.onChange(this.style);
  }

  /** Reads the images unless they have been read. Never rejects: a failure is in `state.error`. */
  async load(): Promise<void> {
    if (this.#images !== undefined || this.#error !== undefined) return;
    this.#isStale ||= this.#reading === undefined;
    await this.#read();
  }

  /** Reads the images from now on: a reading under way may have passed the change already. Never rejects. */
  async readAnew(): Promise<void> {
    this.#isStale = true;
    await this.#read();
  }

  /** Whether a change of these files may change what was read. */
  isAffectedBy(files: readonly vscode.Uri[]): boolean {
    // While a run writes, each of its files would ask for a new reading; one at the end of the run is enough.
    if (!this.isRead || this.#run !== undefined) return false;
    const { folder } = this.style;
    return files.some((file) => pathInside(folder, file) !== undefined || isManifestOf(folder, file));
  }

  #read(): Promise<void> {
    this.#reading ??= this.#readWhileStale().finally(() => {
      this.#reading = undefined;
    });
    return this.#reading;
  }

  async #readWhileStale(): Promise<void> {
    while (this.#isStale && !this.services.closing.aborted) {
      this.#isStale = false;
      await this.#readOnce();
    }
  }

  async #readOnce(): Promise<void> {
    const { style } = this;
    const { engine, log, onChange, closing } = this.services;
    const images: CaptionedImage[] = [];
    const isFirst = this.#images === undefined;
    try {
      const { standing, loneCaptions } = await engine.listImages(
        listRequest(style),
        {
          onCounts: (counts) => {
            if (!isFirst) return;
            this.#arriving = { ...counts, first: images };
            onChange(style);
          },
          onImages: (batch) => {
            const isBeginning = isFirst && images.length === 0;
            for (const image of batch) images.push(image);
            if (isBeginning) onChange(style);
          },
        },
        closing,
      );
      this.#images = images;
      this.#standing = standing;
      this.#loneCaptions = loneCaptions;
      this.#error = undefined;
    } catch (error) {
      if (closing.aborted) return;
      const { code, data, message } = asSyncError(error);
      this.#images = undefined;
      this.#standing = undefined;
      this.#error = describeError(code, data, t);
      log.error(`${style.folder.fsPath}: ${this.#error}`);
      log.debug(message);
    }
    this.#arriving = undefined;
    if (!closing.aborted) onChange(style);
  }
}

const listRequest = ({ folder }: Style): ListRequest => ({
  folder: folder.fsPath,
  imageExtensions: readSetting('imageExtensions', folder),
  followLinks: readSetting('followLinks', folder),
  ...syncedWith(folder),
});

/** The place in S3 that the settings name; empty where no bucket is set. */
function syncedWith(folder: vscode.Uri): Pick<ListRequest, 'syncedWith'> {
  const bucket = readSetting('bucket', folder).trim();
  if (bucket === '') return {};
  const prefix = readSetting('prefix', folder).trim();
  const endpoint = readSetting('endpoint', folder).trim();
  return { syncedWith: { bucket, prefix, endpoint } };
}

/** Whether a file is the style's manifest or report. A change of it shows that the command line has synced the style. */
function isManifestOf(folder: vscode.Uri, file: vscode.Uri): boolean {
  const path = pathInside(vscode.Uri.joinPath(folder, '..', '.s3-training-data', nameOf(folder)), file);
  return path !== undefined && /^(manifest|report)-[^/]*\.json$/.test(path);
}
