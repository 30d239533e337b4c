import { DEBIAN_SID_SERVERS } from '../setup/requirements.js';
import { MINUTE, type Suite } from './suites.js';

/**
 * `npm run test:servers`: the contract suites and the command line's story on third-party servers from Debian sid.
 * Needs Debian and root; not part of `npm test`, because it installs about 2 GB.
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
