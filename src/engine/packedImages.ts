import { captionedImage } from '../dataset/pairing.js';
import type { CaptionedImage, RelativePath, SyncState } from '../dataset/trainingImage.js';

/**
 * Images on their way between two threads, as one list per property: a third of the work that a list of objects is, on
 * both sides, and the receiving one is the editor's.
 */
export interface PackedImages {
  readonly paths: readonly RelativePath[];
  readonly sizes: Float64Array;
  readonly modifiedTimes: Float64Array;
  /** `null` where there is none. */
  readonly captions: readonly (string | null)[];
  /** By index; those without one are left out. */
  readonly syncStates: ReadonlyMap<number, SyncState>;
}

export function packImages(images: readonly CaptionedImage[]): PackedImages {
  return {
    paths: images.map(({ relativePath }) => relativePath),
    sizes: Float64Array.from(images, ({ size }) => size),
    modifiedTimes: Float64Array.from(images, ({ modifiedTime }) => modifiedTime),
    captions: images.map(({ caption }) => caption),
    syncStates: new Map(
      images.flatMap(({ syncState }, index): [number, SyncState][] =>
        syncState === undefined ? [] : [[index, syncState]],
      ),
    ),
  };
}

export function unpackImages(packed: PackedImages): CaptionedImage[] {
  const { paths, sizes, modifiedTimes, captions, syncStates } = packed;
  return paths.map((path, index) => {
    const file = { path, size: sizes[index] ?? 0, mtimeMs: modifiedTimes[index] ?? 0 };
    const image = captionedImage(file, captions[index] ?? null);
    const syncState = syncStates.get(index);
    return syncState === undefined ? image : { ...image, syncState };
  });
}
