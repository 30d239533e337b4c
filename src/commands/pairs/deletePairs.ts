import { deleteQuestion } from '../../host/questions/deleteQuestion.js';
import { unsavedFiles } from '../../host/questions/unsavedQuestion.js';
import { recoverySettings } from '../../host/settings/settings.js';
import { ask, t } from '../../host/shown/messages.js';
import { textDocuments } from '../../host/unsavedCaptions.js';
import type { CommandServices } from '../commandServices.js';
import { captionsOf, pairTargets, type PairTarget } from './pairTargets.js';

/**
 * Delete Image and Caption.
 * 1. Of the images that it was called on: in the tree, a gallery or the Explorer; by Delete, of the tree's selection.
 * 2. Names what goes and how it comes back, and asks.
 * 3. Saves unsaved captions first, so that an undo brings their text back too. A caption that another image has stays.
 * 4. Closes with the numbers and Undo.
 */
export async function deletePairs(services: CommandServices, args: readonly unknown[]): Promise<void> {
  for (const target of await pairTargets(services, args)) await deleteOf(target, services);
}

async function deleteOf({ style, images }: PairTarget, { library, pairs }: CommandServices): Promise<void> {
  const { folder } = style;
  const { images: all = [] } = await library.load(style);
  const chosen = new Set(images);
  const { going, shared } = captionsOf(images, all);
  const dirty = new Set(unsavedFiles(textDocuments(), folder));
  const question = deleteQuestion(
    {
      images,
      captions: going,
      unsaved: going.filter((caption) => dirty.has(caption)),
      shared,
      bytes: all.reduce((sum, { relativePath, size }) => sum + (chosen.has(relativePath) ? size : 0), 0),
      keepMegabytes: recoverySettings(folder).keepMegabytes,
    },
    t,
  );
  if ((await ask(question, question.button)) !== question.button) return;
  const edit = { act: 'delete', files: images } as const;
  await pairs.run({ style, edit, captions: going, count: images.length + going.length });
}
