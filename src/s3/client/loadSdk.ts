import type * as Sdk from './sdk.js';

/**
 * The AWS SDK, loaded when it is first needed: it is in a bundle of its own (`esbuild.js`), four times as large as all
 * that a sync with plain keys runs.
 */
export const loadSdk = (): Promise<typeof Sdk> => import('./sdk.js');
