import { sizeOf, transfersOf, type Plan, type Transfer } from './plan.js';

/** What a plan would cost. */
export interface PlanTotals {
  /** To be transferred or deleted. */
  readonly files: number;
  /** To be transferred. */
  readonly bytes: number;
  /** Requests to S3, about: without retries, and without what a multipart upload takes. */
  readonly requests: number;
}

export function totalsOf(plan: Plan): PlanTotals {
  const transfers = transfersOf(plan);
  const deletions = plan.deletions.map(({ action }) =>
    action === 'delete-object' ? REQUESTS_PER_DELETION : 0,
  );
  return {
    files: transfers.length + plan.deletions.length,
    bytes: transfers.reduce((sum, transfer) => sum + sizeOf(transfer), 0),
    requests: [...transfers.map(requestsOf), ...deletions].reduce((sum, count) => sum + count, 0),
  };
}

/** A look, a copy that keeps it recoverable, and the act. */
const REQUESTS_PER_DELETION = 3;
const REQUESTS_PER_OVERWRITE = 3;

const requestsOf = (transfer: Transfer): number =>
  transfer.action === 'download' || (transfer.action === 'upload' && transfer.replaces === undefined)
    ? 1
    : REQUESTS_PER_OVERWRITE;
