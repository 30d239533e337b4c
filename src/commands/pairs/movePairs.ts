import { pickOne } from '../../host/shown/quickInput.js';
import { showInformation, t } from '../../host/shown/messages.js';
import type { Style } from '../../host/style/style.js';
import { movePairsTo } from './moveTo.js';
import type { CommandServices } from '../commandServices.js';
import { styleItems } from '../pickStyle.js';
import { pairTargets } from './pairTargets.js';

/**
 * Move to Style.
 * 1. Of the images that it was called on; asks which style they go to.
 * 2. Each goes with its captions, to the same place in the other style. No file is overwritten.
 * 3. Closes with the numbers and Undo, which takes both styles back.
 */
export async function movePairs(services: CommandServices, args: readonly unknown[]): Promise<void> {
  const targets = await pairTargets(services, args);
  const others = (await services.library.discover()).filter(
    (style) => targets.length > 1 || style !== targets[0]?.style,
  );
  const to = await pickTarget(others);
  if (to === undefined) return;
  for (const { style, images } of targets) {
    if (style !== to) await movePairsTo(services, { style, images, to });
  }
}

async function pickTarget(styles: readonly Style[]): Promise<Style | undefined> {
  if (styles.length === 0) {
    void showInformation(t('There is no other style to move to.'));
    return undefined;
  }
  const picked = await pickOne(styleItems(styles), {
    title: t('Move to Style'),
    placeHolder: t('Choose the style that the images go to'),
    matchOnDescription: true,
  });
  return picked?.style;
}
