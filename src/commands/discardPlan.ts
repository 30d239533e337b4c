import type { CommandServices } from './commandServices.js';

/** Discard (of the view “Sync Plan”): closes the plan and changes nothing. */
export function discardPlan({ review }: CommandServices): void {
  review.close();
}
