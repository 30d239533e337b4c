import { SyncError } from '../errors.js';
import type { ObjectDownload, ObjectInfo } from '../ports/objectStore.js';

/** An ETag stands for certain bytes, so also for their number: the size in a listing holds for the download. */

/** Throws `wrong-bytes` before anything is read where the head promises another length than the listing. */
export function ofListedSize(arriving: ObjectDownload, { key, size }: ObjectInfo): ObjectDownload {
  if (arriving.head.size === size) return arriving;
  arriving.discard();
  throw wrongLength(key, `${arriving.head.size} bytes were announced where ${size} were listed`);
}

/** The body of a download. Throws `wrong-bytes` before it yields more bytes than were listed. `size` in bytes. */
export async function* noMoreThan(
  size: number,
  body: AsyncIterable<Uint8Array>,
  name: string,
): AsyncGenerator<Uint8Array> {
  let received = 0;
  for await (const part of body) {
    received += part.length;
    if (received > size) throw wrongLength(name, `more than the ${size} bytes came that were listed`);
    yield part;
  }
}

const wrongLength = (name: string, cause: string): SyncError =>
  new SyncError('wrong-bytes', { file: name, cause });
