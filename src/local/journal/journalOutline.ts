import type { RecordedRun, RunHeader, RunOutline } from '../../core/ports/journal.js';
import type { FolderMark } from '../store/folderMark.js';
import { beginningOf, endOf } from './journalEnds.js';
import {
  MAX_END_BYTES,
  MAX_HEADER_BYTES,
  originIn,
  parseJournal,
  type JournalOrigin,
} from './journalFormat.js';
import { parseLine } from './journalLine.js';
import { MAX_BYTES, readText } from '../files/readText.js';
import { actKindOf, RunTally, type ActKind } from './runTally.js';
import { sealIn } from '../store/seal.js';

/** Outlines of runs: there are hundreds of journals, and as little as possible of each is read. */

/**
 * The outline in the journal of that name, for the style's folder with `mark`; `undefined` where it has no readable
 * header. Throws `unreadable-file`.
 */
export async function readOutline(
  path: string,
  id: string,
  mark: FolderMark,
): Promise<RunOutline | undefined> {
  const origin = originIn(beginningOf(path, MAX_HEADER_BYTES), mark);
  // A journal under another name is a copy and says nothing: its run has a journal of its own.
  if (origin?.header.id !== id) return undefined;
  return (origin.isSealed ? sealedEnd(path, origin) : undefined) ?? (await readWhole(path, origin, mark));
}

/** Reads the outline from the end of a finished run; `undefined` where the end alone does not prove it. */
function sealedEnd(path: string, { header, isProven }: JournalOrigin): RunOutline | undefined {
  const [text = ''] = endOf(path, MAX_END_BYTES).split('\n').slice(-2);
  const line = parseLine(text);
  if (line === undefined || !('end' in line) || line.outline?.run !== header.id) return undefined;
  if (sealIn('journal', text, line.outline.follows) === undefined) return undefined;
  return outlineOf(header, isProven, line.outline.counts, line);
}

async function readWhole(
  path: string,
  { header, isSealed, isProven }: JournalOrigin,
  mark: FolderMark,
): Promise<RunOutline | undefined> {
  const found = await readText(path, MAX_BYTES.text);
  if (found === undefined) return undefined;
  if (!isSealed) return unsealedOutline(found.text, header);
  const run = parseJournal(found.text, mark);
  return (
    run && outlineOf(header, isProven, tallyOf(run).counts, { end: run.endedAtMs, partial: run.isPartial })
  );
}

function tallyOf({ acts }: RecordedRun): RunTally {
  const tally = new RunTally();
  for (const act of acts) {
    tally.intend(act.seq, actKindOf(act));
    if (act.isDone) tally.done(act.seq);
  }
  return tally;
}

const SEQ = /"seq":(\d{1,15})[,}]/;
const DONE = /^\{"done":(\d{1,15})[,}]/;

/**
 * Judges each line by its beginning, in a tenth of the time; that is enough, because nothing is done because of it.
 * Within a JSON string every quote is escaped, so no file name can look like a field.
 */
function unsealedOutline(text: string, header: RunHeader): RunOutline {
  const tally = new RunTally();
  const known = new Set<number>();
  let end: End = {};
  for (let from = text.indexOf('\n') + 1, to = 0; from > 0 && from < text.length; from = to + 1) {
    const next = text.indexOf('\n', from);
    to = next === -1 ? text.length : next;
    const line = text.slice(from, to);
    if (line.startsWith('{"intent":')) {
      const seq = numberIn(SEQ, line);
      if (seq !== undefined && !known.has(seq)) tally.intend(seq, kindIn(line));
      if (seq !== undefined) known.add(seq);
    } else if (line.startsWith('{"end":')) end = endIn(line) ?? end;
    else {
      const done = numberIn(DONE, line);
      if (done !== undefined) tally.done(done);
    }
  }
  return outlineOf(header, false, tally.counts, end);
}

function numberIn(pattern: RegExp, line: string): number | undefined {
  const [, digits] = pattern.exec(line) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

function endIn(text: string): End | undefined {
  const line = parseLine(text);
  return line !== undefined && 'end' in line ? line : undefined;
}

function kindIn(line: string): ActKind {
  const takesNothing = line.includes('"before":null');
  if (line.includes('"after":null')) return takesNothing ? 'deletedNothing' : 'deleted';
  return takesNothing ? 'created' : 'replaced';
}

interface End {
  readonly end?: number | undefined;
  readonly partial?: boolean | undefined;
}

const outlineOf = (
  header: RunHeader,
  isProven: boolean,
  counts: RunOutline['counts'],
  { end, partial }: End,
): RunOutline => ({
  header,
  isProven,
  counts,
  endedAtMs: end,
  ...(partial === true && { isPartial: true }),
});
