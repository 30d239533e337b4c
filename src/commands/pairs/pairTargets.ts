import { SyncError } from '../../core/errors.js';
import { ImageExtensions, stemOf } from '../../dataset/pairing.js';
import { captionPathsOf } from '../../dataset/stemFiles.js';
import type { CaptionedImage, RelativePath } from '../../dataset/trainingImage.js';
import { readSetting } from '../../host/settings/settings.js';
import { t } from '../../host/shown/messages.js';
import type { Style } from '../../host/style/style.js';
import type { CommandServices } from '../commandServices.js';
import { shownImage } from '../imageOfCommand.js';
import { subjectsOf, syncTargets, type Subject } from '../commandTargets.js';

/**
 * What the commands on pairs work on. A gallery passes `{ webview: GALLERY_VIEW_TYPE, folder, images }`: the URI of the
 * style's folder as a string, and the relative paths of the images (`GallerySubject`). The tree and the Explorer pass
 * their items; a key of the tree passes `FROM_TREE`, which stands for its selection.
 */
export interface PairTarget {
  readonly style: Style;
  /** Relative paths; at least one. */
  readonly images: readonly RelativePath[];
}

/** The argument of keybindings of the tree. */
const FROM_TREE = 'tree';

/** The images that a command was called on, by style. Throws `bad-argument` where there are none. */
export async function pairTargets(
  services: CommandServices,
  args: readonly unknown[],
): Promise<readonly PairTarget[]> {
  const targets = await syncTargets(pairSubjects(services, args), services.library, 'its images');
  const chosen = targets.flatMap(({ style, images = [] }) => {
    const extensions = new ImageExtensions(readSetting('imageExtensions', style.folder));
    const own = images.filter((image) => extensions.isImage(image));
    return own.length === 0 ? [] : [{ style, images: own }];
  });
  if (chosen.length > 0) return chosen;
  throw new SyncError('bad-argument', {
    cause: t('Choose images first, in the list, the gallery or the Explorer'),
  });
}

/** The one style of a command with its images. Throws `bad-argument` where images of several styles are chosen. */
export async function pairTarget(services: CommandServices, args: readonly unknown[]): Promise<PairTarget> {
  const [target, another] = await pairTargets(services, args);
  if (target !== undefined && another === undefined) return target;
  throw new SyncError('bad-argument', { cause: t('Choose images of one style') });
}

/**
 * Images only: a folder or a whole style is never meant. Without arguments, from the palette: the image in the active
 * editor, or else the selection of the tree.
 */
function pairSubjects({ selectedNodes }: CommandServices, args: readonly unknown[]): readonly Subject[] {
  const shown = args.length === 0 ? shownImage() : undefined;
  const isTree = args[0] === FROM_TREE || args.length === 0;
  const subjects = shown === undefined ? (isTree ? selectedNodes() : subjectsOf(args)) : [shown];
  return subjects.filter(
    (subject) => !('kind' in subject) || subject.kind === 'image' || subject.kind === 'gallery',
  );
}

/** The captions that go with images, and those that stay because another image has them too. */
export function captionsOf(
  images: readonly RelativePath[],
  all: readonly CaptionedImage[],
): { readonly going: RelativePath[]; readonly shared: RelativePath[] } {
  const chosen = new Set(images);
  const stems = new Set(images.map(stemOf));
  const [going, shared] = [new Set<RelativePath>(), new Set<RelativePath>()];
  for (const { relativePath, captionFile } of all) {
    if (captionFile === null || !stems.has(stemOf(relativePath))) continue;
    for (const caption of captionPathsOf(relativePath))
      (chosen.has(relativePath) ? going : shared).add(caption);
  }
  return { going: [...going].filter((caption) => !shared.has(caption)), shared: [...shared] };
}
