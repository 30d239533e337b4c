import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { MadeThumbnail } from '../making/makeThumbnail.js';
import { decodeRecord, encodeRecord } from './record.js';
import { type RecordPlace, Segment } from './segment.js';
import { isAbandoned, isSegmentName, newSegmentName } from './segmentName.js';

export interface CacheLimits {
  /** All segments together; the oldest ones are deleted above it. */
  readonly totalBytes: number;
  /** A segment of this length gets no more records. */
  readonly segmentBytes: number;
}

const DEFAULT_LIMITS: CacheLimits = { totalBytes: 2 * 1024 ** 3, segmentBytes: 64 * 1024 ** 2 };

/**
 * Thumbnails in a few large files instead of one small file each: nine times cheaper to write, twice as cheap
 * to read and no space lost. The index is in memory, made of the records' headers when the cache is opened.
 * Any number of processes may use one folder: each appends to a segment of its own and reads those of all.
 * Records carry a checksum; whatever is not what was written counts as absent.
 */
export class ThumbnailCache {
  readonly #index = new Map<string, RecordPlace>();
  #segments: Segment[] = [];
  #writing: Segment | undefined;

  private constructor(
    private readonly folder: string,
    private readonly limits: CacheLimits,
  ) {}

  /** Makes the folder if it is absent. Throws the system's error where it cannot be made or read. */
  static open(folder: string, limits: CacheLimits = DEFAULT_LIMITS): ThumbnailCache {
    mkdirSync(folder, { recursive: true });
    const cache = new ThumbnailCache(folder, limits);
    cache.#readSegments();
    cache.#dropOldest();
    return cache;
  }

  get(key: string): MadeThumbnail | undefined {
    const place = this.#index.get(key);
    if (place === undefined) return undefined;
    const thumbnail = decodeRecord(key, place.segment.read(place));
    if (thumbnail === undefined) this.#index.delete(key);
    return thumbnail;
  }

  /** Throws the system's error where it cannot be written; the cache stays usable. */
  put(key: string, thumbnail: MadeThumbnail): void {
    this.#index.set(key, this.#segmentToWrite().append(encodeRecord(key, thumbnail)));
  }

  close(): void {
    for (const segment of this.#segments) segment.close();
    this.#segments = [];
    this.#writing = undefined;
    this.#index.clear();
  }

  #readSegments(): void {
    for (const name of readdirSync(this.folder).filter(isSegmentName)) {
      const segment = unlessGone(() => Segment.open(join(this.folder, name)));
      if (segment !== undefined) this.#segments.push(segment);
    }
    // By age, so that the newest of two records of one image is the one in the index.
    this.#segments.sort((a, b) => a.modifiedMs - b.modifiedMs);
    for (const segment of this.#segments) this.#indexRecords(segment);
  }

  #indexRecords(segment: Segment): void {
    for (const { key, place } of segment.scan()) this.#index.set(key, place);
  }

  #segmentToWrite(): Segment {
    if (this.#writing === undefined || this.#writing.end >= this.limits.segmentBytes) {
      this.#writing = this.#adoptedSegment() ?? this.#newSegment();
      this.#dropOldest();
    }
    return this.#writing;
  }

  #newSegment(): Segment {
    const segment = Segment.create(join(this.folder, newSegmentName()));
    this.#segments.push(segment);
    return segment;
  }

  /** Goes on with the segment of an ended process, or every start would leave one more small file. */
  #adoptedSegment(): Segment | undefined {
    for (const segment of this.#segments) {
      if (segment.end >= this.limits.segmentBytes || !isAbandoned(basename(segment.file))) continue;
      const isOurs = unlessGone(() => {
        segment.takeOver(join(this.folder, newSegmentName()));
        return true;
      });
      if (isOurs === undefined) continue;
      this.#indexRecords(segment);
      segment.cutTornTail();
      return segment;
    }
    return undefined;
  }

  #dropOldest(): void {
    let total = this.#segments.reduce((sum, segment) => sum + segment.end, 0);
    for (const oldest of [...this.#segments]) {
      if (total <= this.limits.totalBytes) return;
      if (oldest === this.#writing) continue;
      rmSync(oldest.file, { force: true });
      this.#segments = this.#segments.filter((segment) => segment !== oldest);
      for (const [key, place] of this.#index) if (place.segment === oldest) this.#index.delete(key);
      oldest.close();
      total -= oldest.end;
    }
  }
}

/** Another window may have deleted or taken over the file since the folder was read. */
function unlessGone<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    // EPERM and EBUSY: Windows, where a file that another process has open cannot be renamed.
    if (code === 'ENOENT' || code === 'EPERM' || code === 'EBUSY') return undefined;
    throw error;
  }
}
