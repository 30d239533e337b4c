import type * as Sdk from './sdk.js';

/**
 * Loads the AWS SDK when it is first needed. It is a separate bundle (`esbuild.js`), four times as large as all the
 * code that a sync with plain keys runs.
 */
export const loadSdk = (): Promise<typeof Sdk> => import('./sdk.js');
