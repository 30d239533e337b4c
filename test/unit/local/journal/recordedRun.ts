import type { Intent, RunHeader } from '../../../../src/core/ports/journal.js';
import { hashesOf } from '../styleFolder.js';

/** A run on `styles/16` with the `given` fields. */
export const headerOf = (id: string, given: Partial<RunHeader> = {}): RunHeader => ({
  version: 1,
  id,
  kind: 'sync',
  undoes: null,
  direction: 'from-s3',
  location: { endpoint: '', bucket: 'training', prefix: 'styles/', styleId: '16' },
  startedAtMs: 1_732_280_000_000,
  holder: 'the command line',
  ...given,
});

/** The creation of a file. */
export const creationOf = (seq: number, path = `${String(seq)}.jpg`): Intent => ({
  seq,
  side: 'local',
  path,
  before: null,
  after: { size: path.length, sha256: hashesOf(path).sha256 },
  base: null,
  reason: 'new',
});

/** The deletion of a local file with that content, backed up in the store. */
export const deletionOf = (seq: number, content: string, path = `${String(seq)}.jpg`): Intent => {
  const { sha256 } = hashesOf(content);
  return {
    seq,
    side: 'local',
    path,
    before: { size: content.length, sha256, etag: undefined, kept: { in: 'store', sha256 } },
    after: null,
    base: { sha256, size: content.length, mtimeMs: 1732280000123.4567, ino: 2 ** 52 + 1, etag: '"e"' },
    reason: 'deleted here since the last sync',
  };
};
