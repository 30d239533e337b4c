import * as vscode from 'vscode';
import { ImageExtensions, mayBeCaption, stemOf } from '../dataset/pairing.js';
import type { FileChanges } from '../host/style/fileChanges.js';
import { hasCaption } from '../host/style/captionFiles.js';
import { t } from '../host/shown/messages.js';
import { pathInside, uriKey } from '../host/style/uris.js';
import { onDidChangeSettings, readSetting } from '../host/settings/settings.js';

/** An image whose decoration the editor has requested. */
interface AskedImage {
  readonly uri: vscode.Uri;
  hasCaption: boolean;
}

/**
 * Marks images that have a caption: in the tree and, as images are files, in the Explorer.  Looks for the captions of
 * those images only that the editor requests, which are the ones on the screen. Remembers what it found, so that it
 * announces only images whose mark changes.
 */
export class CaptionDecorations implements vscode.FileDecorationProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.Uri[] | undefined>();
  readonly onDidChangeFileDecorations = this.#changed.event;

  /** By stem, because images of one stem share a caption. */
  readonly #asked = new Map<string, Map<string, AskedImage>>();
  readonly #subscriptions: vscode.Disposable;

  constructor(changes: FileChanges) {
    this.#subscriptions = vscode.Disposable.from(
      changes.onDidChange((files) => void this.#filesChanged(files)),
      onDidChangeSettings(['imageExtensions'], () => this.refresh()),
    );
  }

  async provideFileDecoration(uri: vscode.Uri): Promise<vscode.FileDecoration | undefined> {
    if (!isImage(uri)) return undefined;
    const image: AskedImage = { uri, hasCaption: await hasCaption(uri) };
    this.#remember(image);
    if (!image.hasCaption) return undefined;
    return new vscode.FileDecoration('📝', t('Has caption file'));
  }

  /** Looks again for the captions of all images on the screen. */
  refresh(): void {
    this.#asked.clear();
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#subscriptions.dispose();
    this.#changed.dispose();
  }

  #remember(image: AskedImage): void {
    const stem = stemKey(image.uri);
    const images = this.#asked.get(stem) ?? new Map<string, AskedImage>();
    images.set(uriKey(image.uri), image);
    this.#asked.set(stem, images);
  }

  async #filesChanged(files: readonly vscode.Uri[]): Promise<void> {
    const suspects = new Set<AskedImage>();
    for (const file of files) {
      const isFile = mayBeCaption(file.path) || isImage(file);
      const found = isFile ? this.#asked.get(stemKey(file))?.values() : this.#askedBelow(file);
      for (const image of found ?? []) suspects.add(image);
    }
    const looked = await Promise.all(
      [...suspects].map(async (image) => ({ image, now: await hasCaption(image.uri) })),
    );
    const changed = looked.filter(({ image, now }) => image.hasCaption !== now);
    for (const { image, now } of changed) image.hasCaption = now;
    if (changed.length > 0) this.#changed.fire(changed.map(({ image }) => image.uri));
  }

  /** The requested images below a folder: its move or removal comes without events for its files. */
  *#askedBelow(folder: vscode.Uri): Iterable<AskedImage> {
    for (const images of this.#asked.values()) {
      for (const image of images.values()) {
        if (pathInside(folder, image.uri) !== undefined) yield image;
      }
    }
  }
}

function isImage(uri: vscode.Uri): boolean {
  // Judged by the name alone: an image keeps its mark in a workspace below a hidden folder.
  const name = uri.path.slice(uri.path.lastIndexOf('/') + 1);
  return uri.scheme === 'file' && new ImageExtensions(readSetting('imageExtensions', uri)).isImage(name);
}

function stemKey(uri: vscode.Uri): string {
  return stemOf(uriKey(uri));
}
