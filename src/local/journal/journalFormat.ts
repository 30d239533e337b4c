import type {
  FormerContent,
  PartsUpload,
  RecordedAct,
  RecordedRun,
  RunHeader,
} from '../../core/ports/journal.js';
import { isSameFolder, type FolderMark } from '../store/folderMark.js';
import { seal, sealIn } from '../store/seal.js';
import { parseLine, type JournalLine } from './journalLine.js';

/** The last line of a run that has left nothing in parts. */
const SETTLED_END =
  /(?:^|\n)\{"(?:end":[\d.]+(?:,"partial":true)?(?:,"outline":\{[^\n]*\})?|settled":true)(?:,"seal":"[\w-]+")?\}\n$/;
/** Bytes: the longest such line, and more. */
export const MAX_END_BYTES = 1024;
/** Bytes: of the longest header that is looked at alone. A key has a thousand at most, a path some thousands. */
export const MAX_HEADER_BYTES = 16 * 1024;

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
export function takenAway(text: string): FormerContent[] {
  const formers = new Map<number, FormerContent>();
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
