import type { RegionRequests } from '../../../../src/s3/requests/bucketRequests.js';

const unexpected = () => Promise.reject(new Error('an unexpected request'));

/** Requests that all fail: a test replaces those that it expects. */
export const unexpectedRequests: RegionRequests = {
  list: unexpected,
  put: unexpected,
  get: unexpected,
  head: unexpected,
  copy: unexpected,
  delete: unexpected,
  attributes: unexpected,
  createUpload: unexpected,
  putPart: unexpected,
  copyPart: unexpected,
  listParts: unexpected,
  completeUpload: unexpected,
  abortUpload: unexpected,
  headBucket: unexpected,
};
