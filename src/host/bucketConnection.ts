import type * as vscode from 'vscode';
import type { ConnectionCheck } from '../engine/protocol.js';
import type { RunSummary } from '../styles/results.js';
import type { Connection } from '../sync/connection.js';
import { normalizePrefix } from '../sync/location.js';
import type { ConnectionSecrets, Credentials } from './secrets.js';
import { editorProxy } from './editorProxy.js';
import { readSetting } from './settings.js';

/** How to reach a bucket, in the words of the settings: what is empty is for the AWS chain to say. */
export interface ConnectionValues {
  readonly bucket: string;
  readonly prefix: string;
  readonly region: string;
  readonly endpoint: string;
  readonly profile: string;
  /** `undefined`: the AWS chain finds them. */
  readonly credentials: Credentials | undefined;
}

/** The settings of a resource, and the keys from the key store. */
export async function readConnectionValues(
  resource: vscode.Uri | undefined,
  secrets: ConnectionSecrets,
): Promise<ConnectionValues> {
  const bucket = readSetting('bucket', resource).trim();
  const endpoint = readSetting('endpoint', resource).trim();
  return {
    bucket,
    prefix: readSetting('prefix', resource).trim(),
    region: readSetting('region', resource).trim(),
    endpoint,
    profile: readSetting('profile', resource).trim(),
    credentials: bucket === '' ? undefined : await secrets.get(endpoint, bucket),
  };
}

/** The same in the engine's words. */
export function toBucketConnection(
  { bucket, prefix, region, endpoint, profile, credentials }: ConnectionValues,
  resource: vscode.Uri | undefined,
): ConnectionCheck {
  const proxy = editorProxy();
  const connection: Connection = {
    forcePathStyle: PATH_STYLE[readSetting('forcePathStyle', resource)],
    ...(endpoint !== '' && { endpoint }),
    ...(region !== '' && { region }),
    ...(profile !== '' && { profile }),
    ...(credentials && { credentials }),
    ...(proxy && { proxy }),
  };
  return { connection, bucket, prefix: normalizePrefix(prefix) };
}

const PATH_STYLE = { auto: 'auto', on: true, off: false } as const;

/** The bucket that a resource is synced with, and how to reach it. */
export async function bucketConnection(
  resource: vscode.Uri | undefined,
  secrets: ConnectionSecrets,
): Promise<ConnectionCheck> {
  return toBucketConnection(await readConnectionValues(resource, secrets), resource);
}

/**
 * How to reach the place of a run of the history: with the keys of that place, and never with those of another server.
 * Where none are known, as the settings say: the engine refuses what leads elsewhere.
 */
export async function connectionOfRun(
  resource: vscode.Uri | undefined,
  { endpoint, bucket }: Pick<RunSummary, 'endpoint' | 'bucket'>,
  secrets: ConnectionSecrets,
): Promise<Connection> {
  const values = await readConnectionValues(resource, secrets);
  const { connection } = toBucketConnection(values, resource);
  const isSameServer = withoutSlash(values.endpoint) === endpoint;
  if (isSameServer && values.bucket === bucket) return connection;
  const credentials = await keysOf(isSameServer ? values.endpoint : endpoint, bucket, secrets);
  if (credentials === undefined) return connection;
  if (isSameServer) return { ...connection, credentials };
  return { forcePathStyle: connection.forcePathStyle, credentials, ...(endpoint !== '' && { endpoint }) };
}

/** The endpoint may have been given with a slash at its end. */
const keysOf = async (
  endpoint: string,
  bucket: string,
  secrets: ConnectionSecrets,
): Promise<Credentials | undefined> =>
  (await secrets.get(endpoint, bucket)) ??
  (endpoint === '' ? undefined : await secrets.get(`${endpoint}/`, bucket));

const withoutSlash = (endpoint: string): string => endpoint.replace(/\/+$/, '');
