import * as fs from 'node:fs';
import path from 'node:path';

/** Number of differences that the error names. */
const MAX_NAMED_DIFFERENCES = 5;

/** Throws an `Error` that names differing files unless both folders hold the same files with the same bytes. */
export function assertSameFolders(expected: string, actual: string): void {
  const wanted = new Set(filesIn(expected));
  const found = new Set(filesIn(actual));
  const differences = [
    ...[...wanted].filter((file) => !found.has(file)).map((file) => `${file} is missing`),
    ...[...found].filter((file) => !wanted.has(file)).map((file) => `${file} is too many`),
    ...[...wanted]
      .filter((file) => found.has(file) && !isSame(path.join(expected, file), path.join(actual, file)))
      .map((file) => `${file} differs`),
  ];
  if (differences.length === 0) return;
  const named = differences.slice(0, MAX_NAMED_DIFFERENCES).join(', ');
  throw new Error(`${actual} is not like ${expected} in ${String(differences.length)} files: ${named}`);
}

const filesIn = (folder: string): string[] =>
  fs
    .readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)));

const isSame = (a: string, b: string): boolean => fs.readFileSync(a).equals(fs.readFileSync(b));
