import * as fs from 'node:fs';
import path from 'node:path';
import { sealLine, type JournalLine } from '../../src/local/journal/journalFormat.js';
import { sealPosition } from '../../src/local/store/seal.js';
import { storeFolderOf } from '../../src/local/store/storePlace.js';

/** What a journal can be made to say, by somebody else or by its own writer. */

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

/** As this user would have written them. */
export function writeSealed(file: string, lines: readonly JournalLine[]): void {
  let follows = '';
  const texts = lines.map((line) => {
    const { text, seal } = sealLine(line, follows);
    follows = seal;
    return `${text}\n`;
  });
  write(file, texts);
}

/** As somebody would who cannot seal them, or a version that did not. */
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
