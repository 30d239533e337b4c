import type { RelativePath } from '../../dataset/trainingImage.js';
import { readSetting } from '../../host/settings/settings.js';
import type { Style } from '../../host/style/style.js';
import { workspaceFolderOf } from '../../host/style/styleFolders.js';
import type { CommandServices } from '../commandServices.js';
import { captionsOf } from './pairTargets.js';

export interface PairsMove {
  readonly style: Style;
  readonly images: readonly RelativePath[];
  readonly to: Style;
}

/** Moves images with their captions to another style. */
export async function movePairsTo(
  { library, pairs }: Pick<CommandServices, 'library' | 'pairs'>,
  { style, images, to }: PairsMove,
): Promise<void> {
  const { images: all = [] } = await library.load(style);
  const { going, shared } = captionsOf(images, all);
  const captions = [...going, ...shared];
  const { folder } = to;
  const target = {
    folder: folder.fsPath,
    followLinks: readSetting('followLinks', folder),
    ...workspaceFolderOf(to),
  };
  const edit = { act: 'move', images, to: target } as const;
  await pairs.run({ style, edit, captions, count: images.length + captions.length, target: to });
}
