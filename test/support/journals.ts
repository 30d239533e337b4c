import * as fs from 'node:fs';
import path from 'node:path';
import { sealLines } from '../../src/local/journal/journalFormat.js';
import type { JournalLine } from '../../src/local/journal/journalLine.js';
import { sealPosition } from '../../src/local/store/seal.js';
import { storeFolderOf } from '../../src/local/store/storePlace.js';

/** Reads and writes journals, with the seals of this user or without seals. */

export const journalFile = (root: string, runId: string): string =>
  path.join(storeFolderOf(root), 'journal', `${runId}.jsonl`);

/** The lines of a journal as values, without their seals. */
export function linesOf(file: string): JournalLine[] {
  return fs
    .readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(withoutSeal(line)) as JournalLine);
}

/** Writes lines with the seals of this user. */
export function writeSealed(file: string, lines: readonly JournalLine[]): void {
  let follows = '';
  const texts = lines.map((line) => {
    const { text, seal } = sealLines([JSON.stringify(line)], follows);
    follows = seal;
    return `${text}\n`;
  });
  write(file, texts);
}

/** Writes lines without seals, like another user or an old version. */
export function writeUnsealed(file: string, lines: readonly unknown[]): void {
  write(
    file,
    lines.map((line) => `${JSON.stringify(line)}\n`),
  );
}

function write(file: string, texts: readonly string[]): void {
  fs.mkdirSync(path.dirname(file), { recursive: true });
  fs.writeFileSync(file, texts.join(''));
}

function withoutSeal(line: string): string {
  const at = sealPosition(line);
  return at === undefined ? line : `${line.slice(0, at)}}`;
}
