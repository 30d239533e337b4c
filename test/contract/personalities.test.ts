import type { Check, Protection } from '../../src/core/ports/objectStore.js';
import { PERSONALITIES, type PersonalityName } from '../support/s3-server/personality.js';
import { overBothPaths } from './bothPaths.js';
import { conditionsContract } from './conditionsContract.js';
import { startInRepoServer } from './inRepoServer.js';
import { objectStoreContract, type ServerTraits } from './objectStoreContract.js';

const protection = (
  create: Check,
  replace: Check,
  deleting: Check,
  etagQuotes: Protection['etagQuotes'] = 'with',
): Protection => ({ create, replace, delete: deleting, etagQuotes });

const NOTHING_CHECKED = protection('re-check', 're-check', 're-check');

/** The capabilities that the adapter must detect of each server, and the servers' other differences. */
const SERVERS: Readonly<Record<PersonalityName, readonly [Protection, ServerTraits?]>> = {
  aws: [protection('server', 'server', 'server')],
  ceph16: [protection('server', 'server', 're-check', 'without')],
  r2: [protection('server', 'server', 're-check'), { multipartEtag: /^".+"$/ }],
  b2: [NOTHING_CHECKED, { keepsVersions: true }],
  gcs: [NOTHING_CHECKED, { multipartEtag: /^".+"$/ }],
  oldMinio: [NOTHING_CHECKED],
};

for (const [name, [found, traits]] of Object.entries(SERVERS)) {
  const start = () => startInRepoServer(name as PersonalityName);
  objectStoreContract(`a server like ${name}`, start, { ...traits, many: false });
  // The server's refusals show how it treats conditions.
  overBothPaths(`A server like ${name}`, () => conditionsContract(`a server like ${name}`, start, found));
}

conditionsContract(
  'a versioned aws',
  () => startInRepoServer('aws'),
  protection('server', 'server', 'server'),
  {
    versioned: true,
  },
);
conditionsContract('a versioned ceph16', () => startInRepoServer('ceph16'), NOTHING_CHECKED, {
  versioned: true,
});

conditionsContract(
  'a server that encrypts',
  () => startInRepoServer({ etags: 'kms' }),
  protection('server', 'server', 'server'),
);
conditionsContract(
  'a server that encrypts and checks nothing',
  () => startInRepoServer({ ...PERSONALITIES.gcs, etags: 'kms' }),
  NOTHING_CHECKED,
);
