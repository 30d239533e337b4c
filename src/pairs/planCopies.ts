import { mayBeCaption, stemOf } from '../dataset/pairing.js';
import type { RelativePath } from '../dataset/trainingImage.js';
import { asSyncError, SyncError } from '../core/errors.js';
import type { Failure } from '../core/outcome.js';
import type { EditPlan, PlannedCopy, StemEdit } from './editPlan.js';
import { deletionsOf } from './planDelete.js';
import type { StyleContent } from './styleContent.js';

/** Edits that make files: each takes an image with its captions, and none takes a name that another file has. */

export interface Renaming {
  /** An image, or a caption without one. */
  readonly from: RelativePath;
  readonly to: RelativePath;
}

export function planRename(renamings: readonly Renaming[], content: StyleContent): EditPlan {
  return planEach(
    renamings,
    ({ from }) => from,
    ({ from, to }) => {
      const copies = pairCopies(from, to, content);
      takeNames(copies, content);
      const gone = deletionsOf(from, new Set([from]), content);
      // With another extension the image keeps its captions.
      const isSameStem = stemOf(from) === stemOf(to);
      return { name: from, copies, deletions: isSameStem ? [from] : gone };
    },
  );
}

export function planDuplicate(images: readonly RelativePath[], content: StyleContent): EditPlan {
  return planEach(
    images,
    (image) => image,
    (image) => {
      const stem = content.freeStem(stemOf(image));
      const copies = pairCopies(image, stem + image.slice(stemOf(image).length), content);
      takeNames(copies, content);
      return { name: image, copies, deletions: [] };
    },
  );
}

/** Copies pairs of `source` to the same paths in another style. */
export function planMoveIn(
  images: readonly RelativePath[],
  source: StyleContent,
  content: StyleContent,
): EditPlan {
  const brought = new Set<RelativePath>();
  return planEach(
    images,
    (image) => image,
    (image) => {
      // The caption that two images share comes once.
      const copies = pairCopies(image, image, source).filter(({ to }) => !brought.has(to));
      takeNames(copies, content);
      for (const { to } of copies) brought.add(to);
      return { name: image, copies, deletions: [] };
    },
  );
}

/**
 * `files`: from the paths of any files to paths of the style; captions are named themselves. `takesFreeNames`: a pair
 * whose name is taken gets another one.
 */
export function planAdd(files: readonly Renaming[], content: StyleContent, takesFreeNames = false): EditPlan {
  const byStem = new Map<string, Renaming[]>();
  for (const file of files) {
    const stem = stemOf(file.to);
    byStem.set(stem, [...(byStem.get(stem) ?? []), file]);
  }
  return planEach(
    [...byStem],
    ([stem, group]) => group[0]?.to ?? stem,
    ([stem, group]) => {
      const isTaken = takesFreeNames && group.some(({ to }) => content.has(to));
      const free = isTaken ? content.freeStem(stem) : stem;
      const copies = group
        .map(({ from, to }): PlannedCopy => ({ from, to: free + to.slice(stem.length) }))
        .sort(captionsFirst);
      takeNames(copies, content);
      return { name: group[0]?.to ?? stem, copies, deletions: [] };
    },
  );
}

const captionsFirst = (a: PlannedCopy, b: PlannedCopy): number =>
  Number(mayBeCaption(b.to)) - Number(mayBeCaption(a.to));

/** The copies of an image and its captions, the captions first; of a caption without an image, its own. */
function pairCopies(from: RelativePath, to: RelativePath, content: StyleContent): PlannedCopy[] {
  if (!content.has(from)) throw new SyncError('missing-file', { file: from });
  const { stem, captions } = content.besides(from);
  if (captions.includes(from) || (stem === stemOf(to) && from !== to)) return [{ from, to }];
  const captionCopies = captions.map((caption) => ({
    from: caption,
    to: stemOf(to) + caption.slice(stem.length),
  }));
  return [...captionCopies, { from, to }];
}

/** Throws where one of the names is not free; then none is taken. */
function takeNames(copies: readonly PlannedCopy[], content: StyleContent): void {
  for (const { to } of copies) content.checkNew(to);
  for (const { to } of copies) content.reserve(to);
}

function planEach<T>(
  items: readonly T[],
  nameOf: (item: T) => RelativePath,
  plan: (item: T) => StemEdit,
): EditPlan {
  const stems: StemEdit[] = [];
  const refused: Failure[] = [];
  for (const item of items) {
    try {
      stems.push(plan(item));
    } catch (error) {
      const { code, data } = asSyncError(error);
      refused.push({ path: nameOf(item), code, data });
    }
  }
  return { stems, refused };
}
