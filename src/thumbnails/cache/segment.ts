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

/** The location of a record: its segment, and offset and length in bytes. */
export interface RecordPlace {
  readonly segment: Segment;
  readonly offset: number;
  readonly length: number;
}

/**
 * One append-only file of records. Only the process in its name may append. The descriptor stays open, so that indexed
 * records can be read even after another process has renamed or deleted the file.
 */
export class Segment {
  #end = 0;

  private constructor(
    private path: string,
    private descriptor: number,
    readonly modifiedMs: number,
  ) {}

  /** Opens an existing file for reading. Throws the system's error if it cannot be read. */
  static open(file: string): Segment {
    const descriptor = openSync(file, 'r');
    return new Segment(file, descriptor, fstatSync(descriptor).mtimeMs);
  }

  /** Creates a file to append to. Throws the system's error, also if the file exists. */
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

  /** End of the last known record, whether scanned or appended. Bytes. */
  get end(): number {
    return this.#end;
  }

  /** Yields, in order, the complete records after those that are known; stops at a torn or foreign record. */
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
   * Takes over the file of a dead process by renaming it to `file`, whose name contains this process. The rename is
   * atomic: if two processes try, the loser gets `ENOENT`. Once all records have been scanned, `cutTornTail` removes
   * the record that the dead process left half written.
   */
  takeOver(file: string): void {
    renameSync(this.path, file);
    this.path = file;
    const descriptor = openSync(file, TO_APPEND);
    closeSync(this.descriptor);
    this.descriptor = descriptor;
  }

  /** Truncates the file after the last known record. Only the process that owns the file may call it. */
  cutTornTail(): void {
    ftruncateSync(this.descriptor, this.#end);
  }

  /** Throws the system's error, or an `Error` if the disk took only a part; either way no torn record stays behind. */
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
