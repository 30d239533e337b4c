import type { RelativePath } from '../dataset/trainingImage.js';
import type { Failure } from '../core/outcome.js';
import type { EditPlan, StemEdit } from './editPlan.js';
import type { StyleContent } from './styleContent.js';

/**
 * Deletes files: each image with its captions, as far as no other image of the stem stays that they belong to, and each
 * caption that is named itself.
 */
export function planDelete(files: readonly RelativePath[], content: StyleContent): EditPlan {
  const wanted = new Set(files);
  const refused: Failure[] = [];
  const stems = new Map<string, StemEdit>();
  for (const name of wanted) {
    if (!content.has(name)) {
      refused.push({ path: name, code: 'missing-file', data: { file: name } });
      continue;
    }
    const { stem } = content.besides(name);
    if (!stems.has(stem))
      stems.set(stem, { name, copies: [], deletions: deletionsOf(name, wanted, content) });
  }
  return { stems: [...stems.values()], refused };
}

/** What goes of the files of one stem, the images first. */
export function deletionsOf(
  name: RelativePath,
  wanted: ReadonlySet<RelativePath>,
  content: StyleContent,
): RelativePath[] {
  const { images, captions } = content.besides(name);
  const gone = images.filter((image) => wanted.has(image));
  const staysWithAnother = gone.length < images.length;
  const takesCaptions = gone.length > 0 && !staysWithAnother;
  return [...gone, ...captions.filter((caption) => takesCaptions || wanted.has(caption))];
}
