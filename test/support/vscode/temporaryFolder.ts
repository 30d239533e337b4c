import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { atEndOfProcess, removeFolder } from './endOfProcess.js';

/** A folder of one run, which is removed by `remove()` or when the process ends. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

/** Creates an empty folder `s3-training-data-<purpose>-…` in the system's temporary folder. */
export function temporaryFolder(purpose: string): TemporaryFolder {
  const folder = mkdtempSync(path.join(tmpdir(), `s3-training-data-${purpose}-`));
  return { path: folder, remove: atEndOfProcess(() => removeFolder(folder)) };
}
