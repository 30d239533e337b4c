import type {
  Former,
  Intent,
  Backup,
  Left,
  PartsUpload,
  RecordedAct,
  RecordedRun,
  RunCounts,
  RunHeader,
} from '../../core/ports/journal.js';
import type { ManifestEntry } from '../../core/ports/manifest.js';
import { isLocation } from '../../core/location.js';
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
import { isSameFolder, type FolderMark } from '../store/folderMark.js';
import { seal, sealIn } from '../store/seal.js';

/**
 * How a journal is written down: one JSON object a line, the header first. Each is sealed, and its seal follows that of
 * the line before: none can be changed, taken out, moved or added by others (docs/sync-contract.md §8).
 */
export type JournalLine =
  | { readonly run: RunHeader; readonly folder: FolderMark }
  | { readonly intent: Intent }
  | { readonly done: number; readonly etag?: string | undefined }
  | { readonly parts: PartsUpload & { readonly seq: number } }
  | { readonly unproven: { readonly seq: number; readonly etag: string } }
  /**
   * `partial`: of an undo, not all is taken back. `leavesParts`: not all uploads that were broken off are known to be
   * gone.
   */
  | {
      readonly end: number;
      readonly partial?: true | undefined;
      readonly leavesParts?: true | undefined;
      readonly outline?: EndOutline | undefined;
    }
  /** Written by a later run: of all that stands before it, nothing is left in parts. */
  | { readonly settled: true };

/** What the end of a run says of the whole, so that it need not be read: it can be believed without what is before. */
export interface EndOutline {
  readonly counts: RunCounts;
  /** The run's id. */
  readonly run: string;
  /** The seal of the line before. */
  readonly follows: string;
}

/** The last line of a run that has left nothing in parts. */
const SETTLED_END =
  /(?:^|\n)\{"(?:end":[\d.]+(?:,"partial":true)?(?:,"outline":\{[^\n]*\})?|settled":true)(?:,"seal":"[\w-]+")?\}\n$/;
/** Bytes: the longest such line, and more. */
export const END_LENGTH = 1024;
/** Bytes: of the longest header that is looked at alone. A key has a thousand at most, a path some thousands. */
export const HEADER_LENGTH = 16 * 1024;

const SHA256 = /^[0-9a-f]{64}$/;
/** What can be a file's name everywhere and a segment of a key. */
const RUN_ID = /^[0-9A-Za-z][0-9A-Za-z._-]{0,99}$/;

/** Lower-case hex: safe as a file's name. */
export const isSha256 = (text: string): boolean => SHA256.test(text);
export const isRunId = (text: string): boolean => RUN_ID.test(text);
/** Whether a journal's last `END_LENGTH` bytes tell that its run has left nothing in parts. */
export const isSettledEnd = (text: string): boolean => SETTLED_END.test(text);

/** A line as it is written, without its end; `follows`: the seal of the line before. */
export function sealLine(line: JournalLine, follows: string): ReturnType<typeof seal> {
  return seal('journal', JSON.stringify(line), follows);
}

/**
 * The run that the text of a journal found for `folder` tells of; `undefined` where it does not begin with a header. A
 * line that cannot be understood is left out: the last one of a crash (its act has not begun), or one that somebody
 * edited; of a journal that this user began, also each that he did not write.
 */
export function parseJournal(text: string, folder: FolderMark): RecordedRun | undefined {
  const lines = text.split('\n');
  const first = parseLine(lines[0] ?? '');
  if (first === undefined || !('run' in first)) return undefined;
  const headerSeal = sealIn('journal', lines[0] ?? '');
  const isProven = headerSeal !== undefined && isSameFolder(first.folder, folder);
  const rest = headerSeal === undefined ? lines.slice(1) : sealedLines(lines.slice(1), headerSeal).texts;
  const acts = new Map<number, RecordedAct>();
  const inParts = new Map<number, PartsUpload>();
  let endedAtMs: number | undefined;
  let isPartial = false;
  for (const line of rest.map(parseLine)) {
    if (line === undefined || 'run' in line) continue;
    if ('end' in line) {
      endedAtMs = line.end;
      isPartial = line.partial === true;
      if (line.leavesParts !== true) inParts.clear();
    } else if ('done' in line) {
      markDone(acts, line.done, line.etag);
      inParts.delete(line.done);
    } else if ('parts' in line) {
      const { seq, ...upload } = line.parts;
      inParts.set(seq, upload);
    } else if ('unproven' in line) markUnproven(acts, line.unproven);
    else if ('settled' in line) inParts.clear();
    else if (!acts.has(line.intent.seq)) {
      acts.set(line.intent.seq, { ...line.intent, isDone: false, etag: undefined });
    }
  }
  const partsOfCopies = [...inParts].flatMap(([seq, upload]) => (acts.has(seq) ? [] : [upload]));
  return {
    header: first.run,
    isProven,
    ...(partsOfCopies.length > 0 && { partsOfCopies }),
    acts: [...acts.values()].map((act) => withParts(act, inParts)),
    endedAtMs,
    ...(isPartial && { isPartial }),
  };
}

/** What the beginning of a journal shows of who wrote it. */
export interface JournalOrigin {
  readonly header: RunHeader;
  /** Whether this user wrote it on this machine. */
  readonly isSealed: boolean;
  /** Whether it is of the folder that it was found for, too. */
  readonly isProven: boolean;
}

/** Of the beginning of a journal found for `folder`; `undefined` where that is no header. */
export function originIn(text: string, folder: FolderMark): JournalOrigin | undefined {
  const line = firstLineOf(text);
  const first = parseLine(line);
  if (first === undefined || !('run' in first)) return undefined;
  const isSealed = sealIn('journal', line) !== undefined;
  return { header: first.run, isSealed, isProven: isSealed && isSameFolder(first.folder, folder) };
}

/** The seal that the next line of a journal's text follows; `undefined` where this user has not begun it. */
export function lastSealIn(text: string): string | undefined {
  const [first = '', ...rest] = text.split('\n');
  const headerSeal = sealIn('journal', first);
  return headerSeal === undefined ? undefined : sealedLines(rest, headerSeal).last;
}

const firstLineOf = (text: string): string => text.split('\n', 1)[0] ?? '';

/** The lines that follow one another by their seals, and the last of these. */
function sealedLines(lines: readonly string[], headerSeal: string): { texts: string[]; last: string } {
  let last = headerSeal;
  const texts = lines.filter((line) => {
    const found = sealIn('journal', line, last);
    last = found ?? last;
    return found !== undefined;
  });
  return { texts, last };
}

/**
 * What the acts of a journal's text took away, each once. The journal of a first sync is long and takes nothing away:
 * lines that say so are passed over unread, in a tenth of the time. Within a string every quote has a backslash, so no
 * name of a file can look like one of them.
 */
export function takenAway(text: string): Former[] {
  const formers = new Map<number, Former>();
  for (const lineText of text.split('\n')) {
    if (lineText.startsWith('{"done":') || lineText.includes('"before":null')) continue;
    const line = parseLine(lineText);
    if (line === undefined || !('intent' in line)) continue;
    const { seq, before } = line.intent;
    if (before !== null && !formers.has(seq)) formers.set(seq, before);
  }
  return [...formers.values()];
}

function withParts(act: RecordedAct, inParts: ReadonlyMap<number, PartsUpload>): RecordedAct {
  const parts = inParts.get(act.seq);
  return parts === undefined ? act : { ...act, parts };
}

function markDone(acts: Map<number, RecordedAct>, seq: number, etag: string | undefined): void {
  const act = acts.get(seq);
  if (act !== undefined) acts.set(seq, { ...act, isDone: true, etag });
}

function markUnproven(
  acts: Map<number, RecordedAct>,
  { seq, etag }: { readonly seq: number; readonly etag: string },
): void {
  const act = acts.get(seq);
  if (act !== undefined) acts.set(seq, { ...act, unprovenEtags: [...(act.unprovenEtags ?? []), etag] });
}

export function parseLine(text: string): JournalLine | undefined {
  if (text === '') return undefined;
  try {
    return lineOf(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Each of the readers below throws an `Error` where the value is not of its shape; more fields are no harm. */
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
  const { version, id, kind, undoes, direction, location, startedAtMs, holder } = recordOf(value);
  if (version !== 1 || !isLocation(location)) throw malformed(value);
  return {
    version,
    id: stringLike(RUN_ID, id),
    kind: oneOf(['sync', 'undo'], kind),
    undoes: nullable(undoes, stringOf),
    direction: oneOf(['to-s3', 'from-s3'], direction),
    location,
    startedAtMs: dateOf(startedAtMs),
    holder: stringOf(holder),
  };
}

/** Journals of the first versions have none: they are of no folder that is known. */
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
    before: nullable(before, formerOf),
    after: nullable(after, leftOf),
    base: nullable(base, manifestEntryOf),
    reason: stringOf(reason),
  };
}

function formerOf(value: unknown): Former {
  const { etag, kept } = recordOf(value);
  return { ...leftOf(value), etag: optional(etag, stringOf), kept: keptOf(kept) };
}

function leftOf(value: unknown): Left {
  const { size, sha256 } = recordOf(value);
  return { size: countOf(size), sha256: optional(sha256, sha256Of) };
}

function keptOf(value: unknown): Backup {
  const kept = recordOf(value);
  switch (kept['in']) {
    case 'store':
      return { in: 'store', sha256: sha256Of(kept['sha256']) };
    case 'version':
      return { in: 'version', versionId: stringOf(kept['versionId']) };
    case 'trash': {
      const etag = optional(kept['etag'], stringOf);
      return { in: 'trash', key: stringOf(kept['key']), ...(etag !== undefined && { etag }) };
    }
    case 'captions':
      return { in: 'captions', key: stringOf(kept['key']), sha256: sha256Of(kept['sha256']) };
    default:
      throw malformed(value);
  }
}

function manifestEntryOf(value: unknown): ManifestEntry {
  const { sha256, size, mtimeMs, ino, etag, claimed } = recordOf(value);
  return {
    sha256: sha256Of(sha256),
    size: countOf(size),
    mtimeMs: numberOf(mtimeMs),
    ino: numberOf(ino),
    etag: stringOf(etag),
    ...(claimed === true && { claimed }),
  };
}

const sha256Of = (value: unknown): string => stringLike(SHA256, value);
