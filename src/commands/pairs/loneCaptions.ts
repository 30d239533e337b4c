import type * as vscode from 'vscode';
import { likenessOf, type Likeness } from '../../dataset/loneCaptions.js';
import { stemOf } from '../../dataset/pairing.js';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { deleteQuestion } from '../../host/questions/deleteQuestion.js';
import { unsavedFiles } from '../../host/questions/unsavedQuestion.js';
import { recoverySettings } from '../../host/settings/settings.js';
import { ask, showInformation, t } from '../../host/shown/messages.js';
import { pickOne } from '../../host/shown/quickInput.js';
import type { Style } from '../../host/style/style.js';
import { textDocuments } from '../../host/unsavedCaptions.js';
import type { CommandServices } from '../commandServices.js';
import { checkIsOurs, subjectsOf } from '../commandTargets.js';

/** Captions that no image has: of a row of the tree, or of the row that stands for all of them. */
interface LoneCaptions {
  readonly style: Style;
  readonly captions: readonly RelativePath[];
}

/**
 * Delete Caption.
 * 1. Of captions without an image in the tree, or of the row that stands for all of them.
 * 2. Asks. What goes comes back by Undo and in the history.
 */
export async function deleteLoneCaptions(services: CommandServices, args: readonly unknown[]): Promise<void> {
  for (const { style, captions } of chosenCaptions(services, args)) {
    const { folder } = style;
    const dirty = new Set(unsavedFiles(textDocuments(), folder));
    const question = deleteQuestion(
      {
        images: [],
        captions,
        unsaved: captions.filter((caption) => dirty.has(caption)),
        shared: [],
        bytes: 0,
        keepMegabytes: recoverySettings(folder).keepMegabytes,
      },
      t,
    );
    if ((await ask(question, question.button)) !== question.button) continue;
    await services.pairs.run({
      style,
      edit: { act: 'delete', files: captions },
      captions,
      count: captions.length,
    });
  }
}

/**
 * Find Its Image.
 * 1. Of one caption without an image: lists the images without a caption, likely ones first.
 * 2. Renames the caption to the image that is picked.
 */
export async function findImageOfCaption(services: CommandServices, args: readonly unknown[]): Promise<void> {
  const [chosen] = chosenCaptions(services, args);
  const [caption] = chosen?.captions ?? [];
  if (chosen === undefined || caption === undefined) return;
  const { style } = chosen;
  const { images = [] } = await services.library.load(style);
  const bare = images.filter(({ hasCaption }) => !hasCaption).map(({ relativePath }) => relativePath);
  if (bare.length === 0) {
    void showInformation(t('Every image of {0} has a caption.', style.id));
    return;
  }
  const picked = await pickOne(imageItems(caption, bare), {
    title: t('Find the Image of {0}', caption),
    placeHolder: t('Choose the image that gets this caption'),
    matchOnDescription: true,
  });
  if (picked === undefined) return;
  const to = stemOf(picked.label) + caption.slice(stemOf(caption).length);
  const edit = { act: 'rename', renamings: [{ from: caption, to }] } as const;
  await services.pairs.run({ style, edit, captions: [caption], count: 1 });
}

function imageItems(caption: RelativePath, images: readonly RelativePath[]): vscode.QuickPickItem[] {
  const likely = images.map((image) => ({ image, likeness: likenessOf(caption, image) }));
  const inOrder = (['same-words', 'one-letter', undefined] as const).flatMap((wanted) =>
    likely.filter(({ likeness }) => likeness === wanted),
  );
  return inOrder.map(({ image, likeness }) => ({
    label: image,
    ...(likeness !== undefined && { description: likenessText(likeness) }),
  }));
}

const likenessText = (likeness: Likeness): string =>
  likeness === 'same-words' ? t('the same words') : t('one letter differs');

function chosenCaptions({ library }: CommandServices, args: readonly unknown[]): LoneCaptions[] {
  const byStyle = new Map<Style, Set<RelativePath>>();
  for (const subject of subjectsOf(args)) {
    if (!('kind' in subject) || (subject.kind !== 'loneCaption' && subject.kind !== 'loneCaptions')) continue;
    checkIsOurs(subject, library);
    const { style } = subject;
    const lone = library.stateOf(style).loneCaptions ?? [];
    const captions = subject.kind === 'loneCaptions' ? lone : lone.filter((path) => path === subject.path);
    byStyle.set(style, new Set([...(byStyle.get(style) ?? []), ...captions]));
  }
  return [...byStyle]
    .map(([style, captions]) => ({ style, captions: [...captions] }))
    .filter(({ captions }) => captions.length > 0);
}
