import type { CommandServices } from './commandServices.js';

/** Discard (of the view “Sync Plan”): takes the plan away. Nothing has been changed. */
export function discardPlan({ review }: CommandServices): void {
  review.close();
}
