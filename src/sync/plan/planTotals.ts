import { sizeOf, transfersOf, type Plan, type Transfer } from './plan.js';

/** The cost of a plan. */
export interface PlanTotals {
  /** Files to transfer or delete. */
  readonly files: number;
  /** Bytes to transfer. */
  readonly bytes: number;
  /** Approximate number of S3 requests, without retries and multipart requests. */
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

/** HEAD, backup copy, act. */
const REQUESTS_PER_DELETION = 3;
const REQUESTS_PER_OVERWRITE = 3;

const requestsOf = (transfer: Transfer): number =>
  transfer.action === 'download' || (transfer.action === 'upload' && transfer.replaces === undefined)
    ? 1
    : REQUESTS_PER_OVERWRITE;
