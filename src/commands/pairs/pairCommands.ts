import { PAIR_COMMANDS, type PairCommandId } from '../../host/settings/ids.js';
import type { Command } from '../commandServices.js';
import { deletePairs } from './deletePairs.js';

/** The commands on pairs. */
export const PAIR_HANDLERS: Record<PairCommandId, Command> = {
  [PAIR_COMMANDS.deletePairs]: deletePairs,
};
