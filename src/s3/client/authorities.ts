import { readFile } from 'node:fs/promises';
import * as tls from 'node:tls';
import { loadConfig } from '@smithy/core/config';
import type { Connection } from '../../core/connection.js';
import { SyncError } from '../../core/errors.js';
import { sourceOf } from './awsConfig.js';

/** Since Node 22.15. */
type StoreReader = (store: 'default' | 'system') => string[];

/**
 * The certificate authorities to trust where they are not Node's alone: those of Node, those of the system where Node
 * can list them (since 22.15), and those in the file that `AWS_CA_BUNDLE` or `ca_bundle` of the profile names.
 * `undefined`: Node's alone. Throws `bad-argument` where the file cannot be used.
 */
export async function secureContextOf(connection: Connection): Promise<tls.SecureContext | undefined> {
  const bundle = await bundleOf(connection);
  const system = storeReader()?.('system') ?? [];
  if (bundle === undefined && system.length === 0) return undefined;
  const ca = [...(await nodesOwn()), ...system, ...(bundle === undefined ? [] : [bundle])];
  return tls.createSecureContext({ ca: [...new Set(ca)] });
}

const storeReader = (): StoreReader | undefined =>
  (tls as { readonly getCACertificates?: StoreReader }).getCACertificates;

/** A list of authorities replaces these, so it must include them. */
async function nodesOwn(): Promise<string[]> {
  const all = storeReader()?.('default');
  if (all !== undefined) return all;
  const extra = process.env['NODE_EXTRA_CA_CERTS'] ?? '';
  // Node ignores a file that it cannot read, and warns about it.
  const own = extra === '' ? undefined : await readFile(extra, 'utf8').catch(() => undefined);
  return [...tls.rootCertificates, ...(own === undefined ? [] : [own])];
}

async function bundleOf(connection: Connection): Promise<string | undefined> {
  const file = await loadConfig(
    {
      environmentVariableSelector: (env) => (env['AWS_CA_BUNDLE'] === '' ? undefined : env['AWS_CA_BUNDLE']),
      configFileSelector: (profile) => profile['ca_bundle'],
      default: '',
    },
    sourceOf(connection),
  )();
  if (file === '') return undefined;
  const unusable = (why: string, cause?: unknown): SyncError =>
    new SyncError(
      'bad-argument',
      { cause: `The certificates of AWS_CA_BUNDLE (“${file}”) cannot be used: ${why}` },
      { cause },
    );
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    throw unusable((error as NodeJS.ErrnoException).code ?? String(error), error);
  }
  if (!text.includes('-----BEGIN')) throw unusable('there is none in it');
  try {
    tls.createSecureContext({ ca: text });
  } catch (error) {
    throw unusable('one of them is damaged', error);
  }
  return text;
}
