import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isLocation, type Location } from '../../core/location.js';
import type { ReportStore, SyncReport } from '../../core/ports/stores.js';
import { countOf, dateOf, nullable, oneOf, optional, recordOf, stringOf } from '../../core/readJson.js';
import { MAX_BYTES, readText } from '../files/readText.js';
import { hashOfLocation } from './manifestFile.js';
import { seal, sealIn } from './seal.js';
import { makeStoreFolder } from './storeFolder.js';
import { storeFolderOf } from './storePlace.js';
import { findStoreSubFolder } from './storeSubFolders.js';

/** Files that are named in a report, of each kind: a run that fails for more has one cause, which was said. */
const MOST_NAMED = 2000;

/** The report on the last sync of a style's folder (`root` as in `FileStore`) with one location. */
export function reportFileOf(root: string, location: Location): ReportStore {
  // Computed at each use: until the style's lock is held, the store may move to its other place.
  const currentPath = (): string => join(storeFolderOf(root), `report-${hashOfLocation(location)}.json`);
  return {
    async load() {
      try {
        if (findStoreSubFolder(root) === undefined) return undefined;
        const found = await readText(currentPath(), MAX_BYTES.report);
        return found && sealIn('report', found.text) !== undefined ? reportIn(found.text, root) : undefined;
      } catch {
        // Nothing depends on it, and the next sync writes another.
        return undefined;
      }
    },
    async save(report) {
      makeStoreFolder(root);
      const path = currentPath();
      const temporary = `${path}.tmp`;
      try {
        await writeFile(temporary, seal('report', JSON.stringify({ folder: root, ...limited(report) })).text);
        await rename(temporary, path);
      } finally {
        await rm(temporary, { force: true });
      }
    },
  };
}

const limited = (report: SyncReport): SyncReport => ({
  ...report,
  failed: report.failed.slice(0, MOST_NAMED),
  conflicts: report.conflicts.slice(0, MOST_NAMED),
});

/** `undefined` for a folder that was copied together with its store. Throws an `Error` that says what is wrong. */
function reportIn(text: string, root: string): SyncReport | undefined {
  const value = recordOf(JSON.parse(text));
  const { location } = value;
  if (value['folder'] !== root || !isLocation(location)) return undefined;
  const done = optional(value['done'], countOf);
  const runId = optional(value['runId'], stringOf);
  return {
    location,
    direction: oneOf(['to-s3', 'from-s3'], value['direction']),
    startedAtMs: dateOf(value['startedAtMs']),
    endedAtMs: nullable(value['endedAtMs'], dateOf),
    isComplete: value['isComplete'] === true,
    total: countOf(value['total']),
    ...(done !== undefined && { done }),
    ...(runId !== undefined && { runId }),
    failed: listOf(value['failed']).map((item) => {
      const { path, reason } = recordOf(item);
      return { path: stringOf(path), reason: stringOf(reason) };
    }),
    conflicts: listOf(value['conflicts']).map(stringOf),
  };
}

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
