import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { atEndOfProcess, removeFolder } from './endOfProcess.js';

/** A folder of one run, removed by `remove()` or, at the latest, when the process ends. */
export interface TemporaryFolder {
  readonly path: string;
  remove(): void;
}

/** Makes an empty folder below the system's temporary one, named `s3-training-data-<purpose>-…`. */
export function temporaryFolder(purpose: string): TemporaryFolder {
  const folder = mkdtempSync(path.join(tmpdir(), `s3-training-data-${purpose}-`));
  return { path: folder, remove: atEndOfProcess(() => removeFolder(folder)) };
}
