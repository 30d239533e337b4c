import type { Resolution } from '../operations/protocol/requests.js';
import type { Command } from './commandServices.js';
import { plannedFiles } from './planArguments.js';

/**
 * Keep, Overwrite, Keep Both (of rows under “Changed in the target” and “Conflicts”): records how the selected rows are
 * resolved when the plan is applied.
 */
const resolveWith =
  (resolution: Resolution): Command =>
  ({ review }, args) => {
    review.resolve(plannedFiles(args), resolution);
  };

/** The target's file stays. */
export const keepPlanned = resolveWith('keep');

/** The source's file replaces the target's. */
export const overwritePlanned = resolveWith('overwrite');

/** The source's file replaces the target's, which is kept on both sides under another name. */
export const keepBothPlanned = resolveWith('keep-both');
