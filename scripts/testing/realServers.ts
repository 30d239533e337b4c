import { DEBIAN_SID_SERVERS } from '../setup/requirements.js';
import { MINUTE, type Suite } from './suites.js';

/**
 * `npm run test:servers`: the contract suites and the command line's story on servers that others have made, of Debian's
 * newest suite. As root, on Debian; not a part of `npm test`, because it installs some 2 GB.
 */
export const REAL_SERVERS: Suite = {
  name: 'servers',
  files: 'test/servers/**/*.test.ts',
  needs: [DEBIAN_SID_SERVERS],
  wants: [],
  after: ['build'],
  timeoutMs: MINUTE,
  limitMs: 60 * MINUTE,
};
