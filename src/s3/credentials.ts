import type { fromIni } from '@aws-sdk/credential-providers';
import type { Connection } from '../sync/connection.js';

type CredentialsProvider = ReturnType<typeof fromIni>;

/**
 * Where the keys come from. Always a function, never keys that were fetched once: the SDK calls it again shortly
 * before they expire. `process.env` is read, never written.
 */
export function credentialsProvider({ credentials, profile }: Connection): CredentialsProvider {
  if (credentials !== undefined) {
    return () => Promise.resolve(credentials);
  }
  let chain: CredentialsProvider | undefined;
  return async (options) => {
    chain ??= await awsChain(profile);
    return chain(options);
  };
}

/** Loaded on first use: explicit keys need none of it. */
async function awsChain(profile: string | undefined): Promise<CredentialsProvider> {
  const providers = await import('@aws-sdk/credential-providers');
  // The whole chain would let keys in the environment win over a profile that the user has chosen.
  if (profile !== undefined && profile !== '') return providers.fromIni({ profile, ignoreCache: true });
  // Its last link asks the metadata service of EC2, which on a laptop never answers: one try, one second.
  return providers.fromNodeProviderChain({ ignoreCache: true, maxRetries: 0, timeout: 1000 });
}
