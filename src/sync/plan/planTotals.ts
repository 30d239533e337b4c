import type { PlanRow } from './planRows.js';

/** The cost of a plan. */
export interface PlanTotals {
  /** Files to transfer or delete. */
  readonly files: number;
  /** Bytes to transfer. */
  readonly bytes: number;
  /** Approximate number of S3 requests, without retries and multipart requests. */
  readonly requests: number;
}

/** The cost of carrying out the rows of a plan. Rows that a sync leaves as they are cost nothing. */
export function totalsOf(rows: Iterable<Pick<PlanRow, 'action' | 'size' | 'seen'>>): PlanTotals {
  let [files, bytes, requests] = [0, 0, 0];
  for (const { action, size, seen } of rows) {
    const isInS3 = seen.s3 !== null;
    switch (action) {
      case 'upload':
        requests += isInS3 ? REQUESTS_PER_REPLACEMENT : 1;
        break;
      case 'download':
        requests += 1;
        break;
      case 'merge':
        requests += REQUESTS_PER_REPLACEMENT;
        break;
      case 'delete':
        requests += isInS3 ? REQUESTS_PER_REPLACEMENT : 0;
        break;
      case 'keep':
      case 'conflict':
      case 'refuse':
      case 'fail':
      case 'stay':
      case 'skip':
        continue;
    }
    files += 1;
    if (action !== 'delete') bytes += size;
  }
  return { files, bytes, requests };
}

/** An object that goes away or is replaced takes a HEAD, a backup copy and the act. */
const REQUESTS_PER_REPLACEMENT = 3;
