import type { CaptionedImage, RelativePath } from '../dataset/trainingImage.js';

/** The images that came, went, or differ in their bytes or their caption, between two readings of a style. */
export function changedImages(
  before: readonly CaptionedImage[],
  after: readonly CaptionedImage[],
): RelativePath[] {
  const gone = new Map(before.map((image) => [image.relativePath, image]));
  const changed: RelativePath[] = [];
  for (const image of after) {
    const previous = gone.get(image.relativePath);
    gone.delete(image.relativePath);
    if (previous === undefined || !isSame(previous, image)) changed.push(image.relativePath);
  }
  return [...changed, ...gone.keys()];
}

function isSame(a: CaptionedImage, b: CaptionedImage): boolean {
  return (
    a.size === b.size &&
    a.modifiedTime === b.modifiedTime &&
    a.captionFile === b.captionFile &&
    a.caption === b.caption
  );
}
