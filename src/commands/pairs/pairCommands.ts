import { PAIR_COMMANDS, type PairCommandId } from '../../host/settings/ids.js';
import type { Command } from '../commandServices.js';
import { addFiles } from './addFiles.js';
import { deletePairs } from './deletePairs.js';
import { duplicatePairs } from './duplicatePairs.js';
import { copyImagePath, revealImage } from './imagePlaces.js';
import { deleteLoneCaptions, findImageOfCaption } from './loneCaptions.js';
import { movePairs } from './movePairs.js';
import { renamePair } from './renamePair.js';

/** The commands on pairs. */
export const PAIR_HANDLERS: Record<PairCommandId, Command> = {
  [PAIR_COMMANDS.deletePairs]: deletePairs,
  [PAIR_COMMANDS.renamePair]: renamePair,
  [PAIR_COMMANDS.movePairs]: movePairs,
  [PAIR_COMMANDS.duplicatePairs]: duplicatePairs,
  [PAIR_COMMANDS.addFiles]: addFiles,
  [PAIR_COMMANDS.revealImage]: revealImage,
  [PAIR_COMMANDS.copyImagePath]: copyImagePath,
  [PAIR_COMMANDS.deleteLoneCaptions]: deleteLoneCaptions,
  [PAIR_COMMANDS.findImageOfCaption]: findImageOfCaption,
};
