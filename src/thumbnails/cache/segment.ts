import {
  closeSync,
  constants,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { HEADER_BYTES, recordHead } from './record.js';

const TO_APPEND = constants.O_RDWR | constants.O_APPEND;

/** Where a record lies. */
export interface RecordPlace {
  readonly segment: Segment;
  readonly offset: number;
  readonly length: number;
}

/**
 * One file of records, only ever appended to, and only by the one process that its name names. Its descriptor
 * stays open, so that what is indexed can be read even after another process has renamed or deleted the file.
 */
export class Segment {
  #end = 0;

  private constructor(
    private path: string,
    private descriptor: number,
    readonly modifiedMs: number,
  ) {}

  /** A file that is there. Throws the system's error where it cannot be read. */
  static open(file: string): Segment {
    const descriptor = openSync(file, 'r');
    return new Segment(file, descriptor, fstatSync(descriptor).mtimeMs);
  }

  /** A new file to append to. */
  static create(file: string): Segment {
    return new Segment(
      file,
      openSync(file, TO_APPEND | constants.O_CREAT | constants.O_EXCL, 0o600),
      Date.now(),
    );
  }

  get file(): string {
    return this.path;
  }

  /** Bytes of the whole records that are known: scanned or appended. */
  get end(): number {
    return this.#end;
  }

  /** The whole records behind those that an earlier scan found, in order; a torn or foreign one ends it. */
  *scan(): Generator<{ readonly key: string; readonly place: RecordPlace }> {
    const { size } = fstatSync(this.descriptor);
    const header = Buffer.alloc(HEADER_BYTES);
    for (;;) {
      const offset = this.#end;
      const bytesRead = readSync(this.descriptor, header, 0, HEADER_BYTES, offset);
      const head = recordHead(header.subarray(0, bytesRead));
      if (head === undefined || offset + head.length > size) return;
      this.#end += head.length;
      yield { key: head.key, place: { segment: this, offset, length: head.length } };
    }
  }

  /**
   * Makes the file of a process that is gone our own, under a name that says so. The renaming decides: of two
   * processes that try, the other one gets `ENOENT`. What the dead one left half written can be cut off by
   * `cutTornTail` once the rest has been scanned.
   */
  takeOver(file: string): void {
    renameSync(this.path, file);
    this.path = file;
    const descriptor = openSync(file, TO_APPEND);
    closeSync(this.descriptor);
    this.descriptor = descriptor;
  }

  /** Only for the process that the file belongs to. */
  cutTornTail(): void {
    ftruncateSync(this.descriptor, this.#end);
  }

  /** Throws the system's error, or an own one where the disk took only a part; the file is whole in any case. */
  append(record: Buffer): RecordPlace {
    const written = writeSync(this.descriptor, record);
    if (written < record.length) {
      this.cutTornTail();
      throw new Error(`only ${String(written)} of ${String(record.length)} bytes could be written`);
    }
    const place = { segment: this, offset: this.#end, length: record.length };
    this.#end += written;
    return place;
  }

  read({ offset, length }: RecordPlace): Buffer {
    const record = Buffer.allocUnsafe(length);
    return record.subarray(0, readSync(this.descriptor, record, 0, length, offset));
  }

  close(): void {
    closeSync(this.descriptor);
  }
}
