import type * as vscode from 'vscode';
import type { ConnectionCheck } from '../engine/protocol.js';
import type { Connection } from '../sync/connection.js';
import { normalizePrefix } from '../sync/location.js';
import type { ConnectionSecrets } from './secrets.js';
import { readSetting } from './settings.js';

/** The bucket of a resource and how to reach it: from the settings, and the keys from the key store. */
export async function bucketConnection(
  resource: vscode.Uri | undefined,
  secrets: ConnectionSecrets,
): Promise<ConnectionCheck> {
  const bucket = readSetting('bucket', resource).trim();
  const endpoint = readSetting('endpoint', resource).trim();
  const region = readSetting('region', resource).trim();
  const profile = readSetting('profile', resource).trim();
  const credentials = bucket === '' ? undefined : await secrets.get(endpoint, bucket);
  const connection: Connection = {
    forcePathStyle: pathStyle(resource),
    ...(endpoint !== '' && { endpoint }),
    ...(region !== '' && { region }),
    ...(profile !== '' && { profile }),
    ...(credentials && { credentials }),
  };
  return { connection, bucket, prefix: normalizePrefix(readSetting('prefix', resource)) };
}

/** The setting in the engine's words. */
export function pathStyle(resource: vscode.Uri | undefined): Connection['forcePathStyle'] {
  const setting = readSetting('forcePathStyle', resource);
  return setting === 'on' ? true : setting === 'off' ? false : 'auto';
}
