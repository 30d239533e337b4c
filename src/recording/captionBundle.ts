import type { RelativePath } from '../dataset/trainingImage.js';
import { recordOf, stringOf } from '../core/readJson.js';

/**
 * The former texts of many captions as one object in the trash of a bucket (docs/sync-contract.md §4). One JSON object
 * per line: `{"path","sha256","text"}`. A text is found by its SHA-256; the path is for people who read the file.
 */
export interface BundledCaption {
  readonly path: RelativePath;
  /** Lower-case hex, of the text as UTF-8. */
  readonly sha256: string;
  readonly text: string;
}

export function bundleOf(captions: readonly BundledCaption[]): Uint8Array {
  return Buffer.from(captions.map((caption) => `${JSON.stringify(caption)}\n`).join(''), 'utf8');
}

/**
 * The texts by SHA-256, not verified. A line that cannot be parsed is left out, because its text may never be needed.
 */
export function textsIn(bundle: Uint8Array): Map<string, string> {
  return new Map(Buffer.from(bundle).toString('utf8').split('\n').flatMap(parseLine));
}

function parseLine(line: string): [string, string][] {
  if (line === '') return [];
  try {
    const { sha256, text } = recordOf(JSON.parse(line));
    return [[stringOf(sha256), stringOf(text)]];
  } catch {
    return [];
  }
}
