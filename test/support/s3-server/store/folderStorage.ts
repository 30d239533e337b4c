import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import type { StoredVersion, Versioning } from './bucket.js';
import type { BucketStorage, Content } from './bucketStorage.js';

/** One line of the index: an added, changed or removed version. */
type IndexLine =
  | { versioning: Versioning }
  | { removed: { key: string; versionId: string } }
  | { version: Omit<StoredVersion, 'content'> & { file: string } };

class FileContent implements Content {
  constructor(readonly file: string) {}

  read(): Buffer {
    return fs.readFileSync(this.file);
  }
}

const idOf = (key: string, versionId: string): string => `${versionId}\n${key}`;

/**
 * A bucket as a folder: `<root>/<bucket>/<key>` if the key can be a file's path. `<root>/.s3-server/<bucket>/` has the
 * index (one JSON line per change) and the bytes without a plain name: former versions, and keys such as `a//b`,
 * `a/../b`, `a/`, or `a/b` if `a` is an object.
 */
export function folderStorage(root: string, bucket: string): BucketStorage {
  const plainFolder = path.join(root, bucket);
  const hiddenFolder = path.join(root, '.s3-server', bucket);
  const indexFile = path.join(hiddenFolder, 'index.jsonl');
  fs.mkdirSync(plainFolder, { recursive: true });
  fs.mkdirSync(hiddenFolder, { recursive: true });

  const append = (line: IndexLine): void => fs.appendFileSync(indexFile, `${JSON.stringify(line)}\n`);
  const hiddenFile = (key: string, versionId: string): string =>
    path.join(hiddenFolder, createHash('sha256').update(idOf(key, versionId)).digest('hex'));

  /** Writes to a temporary name, then renames, so that an object is either old or new. */
  const writeFile = (file: string, bytes: Buffer): void => {
    const temporary = path.join(hiddenFolder, 'incoming');
    fs.writeFileSync(temporary, bytes);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.renameSync(temporary, file);
  };

  return {
    load: () => loadIndex(indexFile, root),
    write: (key, versionId, bytes) => {
      if (isPlainPath(key)) {
        const file = path.join(plainFolder, ...key.split('/'));
        try {
          writeFile(file, bytes);
          return new FileContent(file);
        } catch (error) {
          // `a` is a file and `a/b` is to be written, or vice versa.
          if (!isNameTaken(error)) throw error;
        }
      }
      const file = hiddenFile(key, versionId);
      writeFile(file, bytes);
      return new FileContent(file);
    },
    retire: ({ key, versionId, content }) => {
      const file = hiddenFile(key, versionId);
      if (content instanceof FileContent && content.file !== file) fs.renameSync(content.file, file);
      return new FileContent(file);
    },
    remove: ({ key, versionId, content }) => {
      append({ removed: { key, versionId } });
      if (!(content instanceof FileContent)) return;
      fs.rmSync(content.file, { force: true });
      removeEmptyFolders(path.dirname(content.file), plainFolder);
    },
    recordVersion: ({ content, ...version }) => {
      const file = content instanceof FileContent ? path.relative(root, content.file) : '';
      append({ version: { ...version, file } });
    },
    recordVersioning: (versioning) => append({ versioning }),
    destroy: () => {
      fs.rmSync(plainFolder, { recursive: true, force: true });
      fs.rmSync(hiddenFolder, { recursive: true, force: true });
    },
  };
}

function loadIndex(indexFile: string, root: string): ReturnType<BucketStorage['load']> {
  const versions = new Map<string, StoredVersion>();
  let versioning: Versioning = 'Off';
  const text = fs.existsSync(indexFile) ? fs.readFileSync(indexFile, 'utf8') : '';
  for (const json of text.split('\n')) {
    if (json === '') continue;
    const line = JSON.parse(json) as IndexLine;
    if ('versioning' in line) versioning = line.versioning;
    else if ('removed' in line) versions.delete(idOf(line.removed.key, line.removed.versionId));
    else {
      const { file, ...version } = line.version;
      const id = idOf(version.key, version.versionId);
      versions.delete(id);
      versions.set(id, { ...version, content: new FileContent(path.join(root, file)) });
    }
  }
  return { versioning, versions: [...versions.values()] };
}

/** Whether the key is a valid and unique file path on all platforms. */
function isPlainPath(key: string): boolean {
  return key
    .split('/')
    .every(
      (segment) => segment !== '' && segment !== '.' && segment !== '..' && Buffer.byteLength(segment) <= 255,
    );
}

function isNameTaken(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOTDIR' || code === 'EEXIST' || code === 'EISDIR' || code === 'ENOTEMPTY';
}

function removeEmptyFolders(folder: string, upTo: string): void {
  let current = folder;
  while (current.startsWith(upTo + path.sep) && fs.readdirSync(current).length === 0) {
    fs.rmdirSync(current);
    current = path.dirname(current);
  }
}
