import { isLocation } from '../../core/location.js';
import type {
  Backup,
  FormerContent,
  Intent,
  NewContent,
  PartsUpload,
  RecordedEdit,
  RunCounts,
  RunHeader,
} from '../../core/ports/journal.js';
import type { ManifestEntry } from '../../core/ports/manifest.js';
import {
  countOf,
  dateOf,
  isRecord,
  malformed,
  nullable,
  numberOf,
  oneOf,
  optional,
  recordOf,
  stringLike,
  stringOf,
} from '../../core/readJson.js';
import type { FolderMark } from '../store/folderMark.js';

/**
 * The lines of a journal: one JSON object per line, the header first. A seal at the end of a line covers that line and
 * the lines without a seal before it, and follows the seal before those, so that others cannot change, remove, move or
 * add a line (docs/sync-contract.md §8). Header and end have seals of their own: each can be read alone.
 */
export type JournalLine =
  | { readonly run: RunHeader; readonly folder: FolderMark }
  | { readonly intent: Intent }
  | { readonly done: number; readonly etag?: string | undefined }
  | { readonly parts: PartsUpload & { readonly seq: number } }
  | { readonly unproven: { readonly seq: number; readonly etag: string } }
  /** `partial`: the undo did not take back everything. `leavesParts`: parts of aborted uploads may be left. */
  | {
      readonly end: number;
      readonly partial?: true | undefined;
      readonly leavesParts?: true | undefined;
      readonly outline?: EndOutline | undefined;
    }
  /** Written by a later run: no parts of the uploads above are left. */
  | { readonly settled: true };

/**
 * A summary of the run in its last line, so that the journal need not be read: it can be verified without the lines
 * before.
 */
export interface EndOutline {
  readonly counts: RunCounts;
  /** The run's id. */
  readonly run: string;
  /** The seal of the line before. */
  readonly follows: string;
}

const SHA256_HEX = /^[0-9a-f]{64}$/;
/** Valid as a file name on every platform, and as a segment of a key. */
const RUN_ID = /^[0-9A-Za-z][0-9A-Za-z._-]{0,99}$/;

/** Lower-case hex: safe as a file name. */
export const isSha256 = (text: string): boolean => SHA256_HEX.test(text);
export const isRunId = (text: string): boolean => RUN_ID.test(text);

export function parseLine(text: string): JournalLine | undefined {
  if (text === '') return undefined;
  try {
    return lineOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Throws an `Error` where the value is no line of a journal, as all readers below do. */
function lineOf(value: unknown): JournalLine {
  const line = recordOf(value);
  if ('run' in line) return { run: runHeaderOf(line['run']), folder: folderMarkOf(line['folder']) };
  if ('intent' in line) return { intent: intentOf(line['intent']) };
  if ('done' in line) return { done: countOf(line['done']), etag: optional(line['etag'], stringOf) };
  if ('parts' in line) return { parts: partsOf(line['parts']) };
  if ('unproven' in line) return { unproven: unprovenOf(line['unproven']) };
  if (line['settled'] === true) return { settled: true };
  return {
    end: dateOf(line['end']),
    ...(line['partial'] === true && { partial: true }),
    ...(line['leavesParts'] === true && { leavesParts: true }),
    ...(isRecord(line['outline']) && { outline: outlineOf(line['outline']) }),
  };
}

function outlineOf({ counts, run, follows }: Readonly<Record<string, unknown>>): EndOutline {
  const { acts, taking, created, replaced, deleted } = recordOf(counts);
  return {
    counts: {
      acts: countOf(acts),
      taking: countOf(taking),
      created: countOf(created),
      replaced: countOf(replaced),
      deleted: countOf(deleted),
    },
    run: stringOf(run),
    follows: stringOf(follows),
  };
}

function partsOf(value: unknown): PartsUpload & { readonly seq: number } {
  const { seq, key, uploadId } = recordOf(value);
  return { seq: countOf(seq), key: stringOf(key), uploadId: stringOf(uploadId) };
}

function unprovenOf(value: unknown): { readonly seq: number; readonly etag: string } {
  const { seq, etag } = recordOf(value);
  return { seq: countOf(seq), etag: stringOf(etag) };
}

function runHeaderOf(value: unknown): RunHeader {
  const { version, id, kind, undoes, direction, location, startedAtMs, holder, edit } = recordOf(value);
  if (version !== 1 || !isLocation(location)) throw malformed(value);
  const header = {
    version,
    id: stringLike(RUN_ID, id),
    kind: oneOf(['sync', 'undo', 'edit'], kind),
    undoes: nullable(undoes, stringOf),
    direction: nullable(direction, (text) => oneOf(['to-s3', 'from-s3'] as const, text)),
    location,
    startedAtMs: dateOf(startedAtMs),
    holder: stringOf(holder),
  } as const;
  // Without a direction nothing is done in S3, so a sync must have one.
  if (header.kind === 'sync' && header.direction === null) throw malformed(value);
  return header.kind === 'edit' ? { ...header, direction: null, edit: recordedEditOf(edit) } : header;
}

function recordedEditOf(value: unknown): RecordedEdit {
  const { act, images, captions, other } = recordOf(value);
  return {
    act: oneOf(['delete', 'rename', 'duplicate', 'add', 'move-in', 'move-out'], act),
    images: countOf(images),
    captions: countOf(captions),
    ...(typeof other === 'string' && { other }),
  };
}

/** Journals of the first versions have no mark, so they belong to no known folder. */
function folderMarkOf(value: unknown): FolderMark {
  const { root, identity } = isRecord(value) ? value : {};
  return {
    root: typeof root === 'string' ? root : '',
    identity: typeof identity === 'string' ? identity : '',
  };
}

function intentOf(value: unknown): Intent {
  const { seq, side, path, before, after, base, reason } = recordOf(value);
  return {
    seq: countOf(seq),
    side: oneOf(['local', 's3'], side),
    path: stringOf(path),
    before: nullable(before, formerContentOf),
    after: nullable(after, newContentOf),
    base: nullable(base, manifestEntryOf),
    reason: stringOf(reason),
  };
}

function formerContentOf(value: unknown): FormerContent {
  const { etag, kept } = recordOf(value);
  return { ...newContentOf(value), etag: optional(etag, stringOf), kept: backupOf(kept) };
}

function newContentOf(value: unknown): NewContent {
  const { size, sha256 } = recordOf(value);
  return { size: countOf(size), sha256: optional(sha256, hashOf) };
}

function backupOf(value: unknown): Backup {
  const kept = recordOf(value);
  switch (kept['in']) {
    case 'store':
      return { in: 'store', sha256: hashOf(kept['sha256']) };
    case 'version':
      return { in: 'version', versionId: stringOf(kept['versionId']) };
    case 'trash': {
      const etag = optional(kept['etag'], stringOf);
      return { in: 'trash', key: stringOf(kept['key']), ...(etag !== undefined && { etag }) };
    }
    case 'captions':
      return { in: 'captions', key: stringOf(kept['key']), sha256: hashOf(kept['sha256']) };
    default:
      throw malformed(value);
  }
}

function manifestEntryOf(value: unknown): ManifestEntry {
  const { sha256, size, mtimeMs, ino, etag, claimed } = recordOf(value);
  return {
    sha256: hashOf(sha256),
    size: countOf(size),
    mtimeMs: numberOf(mtimeMs),
    ino: numberOf(ino),
    etag: stringOf(etag),
    ...(claimed === true && { claimed }),
  };
}

const hashOf = (value: unknown): string => stringLike(SHA256_HEX, value);
