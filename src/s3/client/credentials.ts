import type { fromIni } from '@aws-sdk/credential-providers';
import type { NodeHttpHandler } from '@smithy/node-http-handler';
import type { Connection } from '../../core/connection.js';
import { SyncError } from '../../core/errors.js';
import { KeysUnavailable } from '../wire/keysUnavailable.js';
import { loadSdk } from './loadSdk.js';
import type { SigningKeys } from '../wire/signature.js';

type CredentialsProvider = ReturnType<typeof fromIni>;

/**
 * The provider of the keys. A function rather than keys that were fetched once: the SDK calls it again shortly before
 * they expire. It reads `process.env` and never writes it.
 */
export function credentialsProvider(
  { credentials, profile = '' }: Connection,
  requestHandler?: NodeHttpHandler,
): CredentialsProvider {
  if (credentials !== undefined) {
    const tidied = tidy(credentials);
    return () => Promise.resolve(tidied);
  }
  let chain: CredentialsProvider | undefined;
  return async (options) => {
    chain ??= await awsChain(profile, requestHandler);
    const fetched = await chain(options).catch(async (thrown: unknown) => {
      throw await KeysUnavailable.because(thrown, profile);
    });
    return { ...fetched, ...tidy(fetched) };
  };
}

/**
 * Removes what copying adds at the ends of keys: line breaks, spaces. Throws `wrong-credentials` where they contain
 * characters that no header can hold.
 */
function tidy({ accessKeyId, secretAccessKey, sessionToken }: SigningKeys): SigningKeys {
  const keys = {
    accessKeyId: accessKeyId.trim(),
    secretAccessKey: secretAccessKey.trim(),
    ...(sessionToken !== undefined && sessionToken.trim() !== '' && { sessionToken: sessionToken.trim() }),
  };
  const sent = [keys.accessKeyId, keys.sessionToken ?? ''];
  if (sent.every((text) => /^[\x21-\x7e]*$/.test(text))) return keys;
  throw new SyncError('wrong-credentials', { keys: 'characters' });
}

/**
 * Keys that do not change, as the credential chain would find them first: those of the connection, or of the
 * environment where no profile is chosen. `undefined` where the chain has to find them.
 */
export function plainKeysOf({ credentials, profile = '' }: Connection): SigningKeys | undefined {
  if (credentials !== undefined) return tidy(credentials);
  const {
    AWS_PROFILE = '',
    AWS_ACCESS_KEY_ID = '',
    AWS_SECRET_ACCESS_KEY = '',
    AWS_SESSION_TOKEN = '',
    AWS_CREDENTIAL_EXPIRATION = '',
  } = process.env;
  if (profile !== '' || AWS_PROFILE !== '' || AWS_CREDENTIAL_EXPIRATION !== '') return undefined;
  if (AWS_ACCESS_KEY_ID === '' || AWS_SECRET_ACCESS_KEY === '') return undefined;
  return tidy({
    accessKeyId: AWS_ACCESS_KEY_ID,
    secretAccessKey: AWS_SECRET_ACCESS_KEY,
    sessionToken: AWS_SESSION_TOKEN,
  });
}

/**
 * Loaded on first use: explicit keys do not need it. Token services are reached through the same connections as S3.
 */
async function awsChain(
  profile: string,
  requestHandler: NodeHttpHandler | undefined,
): Promise<CredentialsProvider> {
  const clients = requestHandler && { clientConfig: { requestHandler } };
  const { loadCredentialProviders } = await loadSdk();
  const providers = await loadCredentialProviders();
  // In the whole chain, keys in the environment would win over the profile that the user chose.
  if (profile !== '') return providers.fromIni({ profile, ignoreCache: true, ...clients });
  // The last link of the chain asks the metadata service of EC2, which never answers on a laptop: one try, one
  // second.
  return providers.fromNodeProviderChain({ ignoreCache: true, maxRetries: 0, timeout: 1000, ...clients });
}
