import type {
  FormerContent,
  PartsUpload,
  RecordedAct,
  RecordedRun,
  RunHeader,
} from '../../core/ports/journal.js';
import { isSameFolder, type FolderMark } from '../store/folderMark.js';
import { seal, sealIn, sealPosition } from '../store/seal.js';
import { parseLine } from './journalLine.js';

/** The last line of a run that left no parts of uploads. */
const SETTLED_END =
  /(?:^|\n)\{"(?:end":[\d.]+(?:,"partial":true)?(?:,"outline":\{[^\n]*\})?|settled":true)(?:,"seal":"[\w-]+")?\}\n$/;
/** No such line is longer. Bytes. */
export const MAX_END_BYTES = 1024;
/** The longest header that is read on its own. A key has at most a thousand bytes, a path some thousands. Bytes. */
export const MAX_HEADER_BYTES = 16 * 1024;

/** Whether a journal's last `MAX_END_BYTES` bytes show that its run left no parts of uploads. */
export const isSettledEnd = (text: string): boolean => SETTLED_END.test(text);

/** Separates the remains of a write that a full disk cut off from the next lines: no seal covers lines before it. */
export const GAP = '\n\n';

/**
 * The text of lines that are written together under one seal, without the last newline. `lines`: each the JSON of a
 * `JournalLine`. `follows`: the seal before them.
 */
export function sealLines(lines: readonly string[], follows: string): ReturnType<typeof seal> {
  return seal('journal', lines.join('\n'), follows);
}

/**
 * The run in the text of a journal found for `folder`; `undefined` where it does not begin with a header. Lines that
 * cannot be read are left out: the last one after a crash (its act has not begun), or an edited one. In a journal that
 * this user began, lines that he did not write are left out as well.
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

/** What the beginning of a journal shows about its author. */
export interface JournalOrigin {
  readonly header: RunHeader;
  /** Whether this user wrote it on this machine. */
  readonly isSealed: boolean;
  /** Whether it also belongs to the folder that it was found for. */
  readonly isProven: boolean;
}

/** The origin of a journal found for `folder`, from its beginning; `undefined` where that is no header. */
export function originIn(text: string, folder: FolderMark): JournalOrigin | undefined {
  const line = firstLineOf(text);
  const first = parseLine(line);
  if (first === undefined || !('run' in first)) return undefined;
  const isSealed = sealIn('journal', line) !== undefined;
  return { header: first.run, isSealed, isProven: isSealed && isSameFolder(first.folder, folder) };
}

/** The seal that the next line of a journal must follow; `undefined` where this user did not begin the journal. */
export function lastSealIn(text: string): string | undefined {
  const [first = '', ...rest] = text.split('\n');
  const headerSeal = sealIn('journal', first);
  return headerSeal === undefined ? undefined : sealedLines(rest, headerSeal).last;
}

const firstLineOf = (text: string): string => text.split('\n', 1)[0] ?? '';

/**
 * The lines whose seals follow one another, and the last of these seals. A line that somebody added before a line with
 * a seal of its own is left out; an added line among lines that share a seal breaks that seal.
 */
function sealedLines(lines: readonly string[], headerSeal: string): { texts: string[]; last: string } {
  let last = headerSeal;
  let unsealed: string[] = [];
  const texts: string[] = [];
  for (const line of lines) {
    if (line === '') unsealed = [];
    else unsealed.push(line);
    if (sealPosition(line) === undefined) continue;
    const covered = linesUnderSeal(unsealed, last);
    unsealed = [];
    if (covered === undefined) continue;
    for (const text of covered.texts) texts.push(text);
    last = covered.seal;
  }
  return { texts, last };
}

/** The lines that the seal of the last one covers: all of them, or that one alone; `undefined`: neither. */
function linesUnderSeal(
  texts: readonly string[],
  follows: string,
): { readonly texts: readonly string[]; readonly seal: string } | undefined {
  const found = sealIn('journal', texts.join('\n'), follows);
  if (found !== undefined) return { texts, seal: found };
  return texts.length > 1 ? linesUnderSeal(texts.slice(-1), follows) : undefined;
}

/**
 * What the acts in a journal took away, each act once. The journal of a first sync is long and takes nothing away:
 * lines that say so are skipped without parsing, in a tenth of the time. Within a JSON string every quote is escaped,
 * so no file name can look like a field.
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
