import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

export interface Certificate {
  /** PEM. */
  readonly key: string;
  /** PEM, and the file with it, which a user would configure as trusted. */
  readonly certificate: string;
  readonly file: string;
}

/**
 * Creates, in an existing folder, a self-signed certificate for 127.0.0.1 or for a host name, which is valid for two
 * days.
 */
export async function makeCertificate(folder: string, host?: string): Promise<Certificate> {
  const subject = host === undefined ? 'IP:127.0.0.1' : `DNS:${host}`;
  const keyFile = path.join(folder, 'key.pem');
  const file = path.join(folder, 'certificate.pem');
  await promisify(execFile)('openssl', [
    ...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2'],
    ...['-subj', `/CN=${host ?? '127.0.0.1'}`, '-addext', `subjectAltName=${subject}`],
    ...['-keyout', keyFile, '-out', file],
  ]);
  return { key: await readFile(keyFile, 'utf8'), certificate: await readFile(file, 'utf8'), file };
}
