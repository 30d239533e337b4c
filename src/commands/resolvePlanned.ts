import type { Resolution } from '../operations/protocol/requests.js';
import type { Command } from './commandServices.js';
import { plannedFiles } from './planArguments.js';

/**
 * Keep, Overwrite, Keep Both (of rows under “Changed in the target” and “Conflicts”): notes what is to be done about the
 * selected rows when the plan is applied.
 */
const resolveWith =
  (resolution: Resolution): Command =>
  ({ review }, args) => {
    review.resolve(plannedFiles(args), resolution);
  };

/** What is in the target stays. */
export const keepPlanned = resolveWith('keep');

/** The source wins. */
export const overwritePlanned = resolveWith('overwrite');

/** The source wins, and the target's goes on under another name. */
export const keepBothPlanned = resolveWith('keep-both');
