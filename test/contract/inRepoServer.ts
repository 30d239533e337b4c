import type { Personality, PersonalityName } from '../support/s3-server/personality.js';
import { startS3Server } from '../support/s3-server/s3Server.js';
import type { ContractServer } from './objectStoreContract.js';

/** Starts the in-repo server for the contract suites. */
export async function startInRepoServer(
  personality: PersonalityName | Partial<Personality> = 'aws',
): Promise<ContractServer> {
  const server = await startS3Server({ personality });
  return {
    endpoint: server.endpoint,
    credentials: server.credentials,
    createBucket: (name) => {
      server.createBucket(name);
      return Promise.resolve();
    },
    close: () => server.close(),
  };
}
