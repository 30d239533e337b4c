import assert from 'node:assert/strict';
import type { Operation } from '../../support/s3-server/operations.js';
import type { S3Server } from '../../support/s3-server/s3Server.js';
import { STYLE } from '../../support/syncedStyle.js';

/** Requests that change a bucket, or may. */
const WRITES: readonly Operation[] = [
  'PutObject',
  'CopyObject',
  'DeleteObject',
  'DeleteObjects',
  'CreateMultipartUpload',
  'UploadPart',
  'CompleteMultipartUpload',
  'AbortMultipartUpload',
];

/** The contents of one side by relative path. */
export type Side = Readonly<Record<string, string>>;

export interface Sides {
  readonly local: Side;
  readonly remote: Side;
}

/** What a process reported: the value of its `--json`, and its exit status. */
export interface Told {
  readonly status: number | null;
  readonly value: Readonly<Record<string, unknown>>;
}

/** The lists of files that certainly changed, by the side that must show it; the other lists claim nothing. */
const CLAIMS = {
  uploaded_files: 'remote',
  downloaded_files: 'local',
  restored_files: 'either',
  removed_files: 'either',
  copy_files: 'both',
} as const;

/** Compares what a run reports with what it did (docs/sync-contract.md §9). */
export class Witness {
  readonly #before: Sides;

  /** Begins to watch. `sides`: reads both sides at each call. */
  constructor(
    private readonly server: S3Server,
    private readonly sides: () => Sides,
  ) {
    server.requests.clear();
    this.#before = sides();
  }

  /** Requests that may have changed something. */
  get writes(): readonly string[] {
    return this.server.requests.all
      .filter(({ operation }) => WRITES.includes(operation))
      .map(({ operation, key }) => `${operation} ${key}`);
  }

  /** Files that changed, by side. */
  get changed(): { readonly local: ReadonlySet<string>; readonly remote: ReadonlySet<string> } {
    const now = this.sides();
    return {
      local: differences(this.#before.local, now.local),
      remote: differences(this.#before.remote, now.remote),
    };
  }

  /** Throws where a change is not reported, or a reported change did not happen. `where`: for the message. */
  hear({ status, value }: Told, where: string): void {
    const { local, remote } = this.changed;
    const named = namesIn(value);
    const unnamed = [...local, ...remote].filter((path) => !named.has(path));
    const said = `${where}: status ${String(status)}, ${JSON.stringify(value)}`;
    assert.deepEqual(unnamed, [], `changed without a name; ${said}`);
    for (const [list, side] of Object.entries(CLAIMS)) {
      for (const path of filesIn(value[list])) {
        const shows = { local: local.has(path), remote: remote.has(path) };
        const isTrue = {
          local: shows.local,
          remote: shows.remote,
          either: shows.local || shows.remote,
          both: shows.local && shows.remote,
        }[side];
        assert.ok(isTrue, `${path} is in ${list} and was not changed; ${said}`);
      }
    }
    const gone = { ...this.sides()[value['direction'] === 'to-s3' ? 'remote' : 'local'] };
    for (const path of filesIn(value['deleted_files']))
      assert.ok(!(path in gone), `${path} is there; ${said}`);
    if (status !== 2) return;
    assert.deepEqual([this.writes, [...local]], [[], []], `“nothing was done” is not true; ${said}`);
  }
}

function differences(before: Side, after: Side): Set<string> {
  const paths = new Set([...Object.keys(before), ...Object.keys(after)]);
  return new Set([...paths].filter((path) => before[path] !== after[path]));
}

/** Every file in a list of a result, except in the error that stopped it, which does not list what was done. */
function namesIn(value: Told['value']): Set<string> {
  const lists = Object.entries(value).filter(([name]) => name.endsWith('_files'));
  return new Set(lists.flatMap(([, files]) => filesIn(files)));
}

/** Relative paths, or the files of failures; an error may name the key. */
function filesIn(list: unknown): string[] {
  if (!Array.isArray(list)) return [];
  return list.map((item: unknown) => {
    const file = typeof item === 'string' ? item : (item as { file: string }).file;
    return file.startsWith(`styles/${STYLE}/`) ? file.slice(`styles/${STYLE}/`.length) : file;
  });
}
