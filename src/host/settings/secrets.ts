import type * as vscode from 'vscode';
import type { Connection } from '../../core/connection.js';

export type Credentials = NonNullable<Connection['credentials']>;

/** The access keys that the user gave for a bucket. They are in the system's key store, never in settings. */
export class ConnectionSecrets {
  constructor(private readonly storage: vscode.SecretStorage) {}

  /** `undefined`: the AWS chain supplies the credentials. */
  async get(endpoint: string, bucket: string): Promise<Credentials | undefined> {
    const stored = await this.storage.get(keyOf(endpoint, bucket));
    return stored === undefined ? undefined : parseCredentials(stored);
  }

  async set(endpoint: string, bucket: string, credentials: Credentials | undefined): Promise<void> {
    const key = keyOf(endpoint, bucket);
    if (credentials === undefined) await this.storage.delete(key);
    else await this.storage.store(key, JSON.stringify(credentials));
  }
}

function keyOf(endpoint: string, bucket: string): string {
  return `credentials:${endpoint === '' ? 'aws' : endpoint}/${bucket}`;
}

/** Entries of another format count as absent. */
function parseCredentials(stored: string): Credentials | undefined {
  let value: unknown;
  try {
    value = JSON.parse(stored);
  } catch {
    return undefined;
  }
  if (typeof value !== 'object' || value === null) return undefined;
  const { accessKeyId, secretAccessKey, sessionToken } = value as Record<string, unknown>;
  if (typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string') return undefined;
  return {
    accessKeyId,
    secretAccessKey,
    ...(typeof sessionToken === 'string' ? { sessionToken } : {}),
  };
}
