import * as vscode from 'vscode';
import type { RelativePath } from '../dataset/trainingImage.js';
import type { Engine } from '../engine/engine.js';
import { visible } from '../operations/texts/outsideWords.js';
import type { ObjectRequest } from '../operations/protocol/requests.js';
import type { BucketConnections } from './bucketConnection.js';
import { errorSentence } from './texts/errorMessages.js';
import { OBJECT_SCHEME } from './settings/ids.js';
import type { Log } from './shown/log.js';
import { nameOf } from './style/uris.js';
import { readSetting } from './settings/settings.js';
import type { Style } from './style/style.js';
import { checkTrusted } from './settings/trust.js';

/** The file that an editor shows: its content in S3, or nothing for a side that does not have it. */
interface Subject {
  /** URI of the style's folder. */
  readonly folder: string;
  readonly file: RelativePath;
  readonly isNothing?: boolean;
}

/** The URI of a file's content in S3. */
export const objectUri = (style: Style, file: RelativePath): vscode.Uri =>
  uriOf(style, { folder: style.folder.toString(), file });

/** The URI of an empty file, for comparing a file that only one side has. */
export const nothingUri = (style: Style, file: RelativePath): vscode.Uri =>
  uriOf(style, { folder: style.folder.toString(), file, isNothing: true });

/** The path is the text of the editor's tab; the query identifies the file. */
function uriOf(style: Style, subject: Subject): vscode.Uri {
  const dot = subject.file.lastIndexOf('.');
  const path = visible(`/${style.id}/${subject.file.slice(0, dot)} (S3)${subject.file.slice(dot)}`);
  return vscode.Uri.from({ scheme: OBJECT_SCHEME, path, query: JSON.stringify(subject) });
}

/** The request for a file of a style in S3. Throws as `BucketConnections.of`. */
export async function objectRequest(
  style: Style,
  file: RelativePath,
  connections: BucketConnections,
): Promise<ObjectRequest> {
  // No question is asked: an editor restored with the window requests its file before the user has done anything.
  const bucket = await connections.of(style.folder, 'nobody');
  const followLinks = readSetting('followLinks', style.folder);
  return { ...bucket, folder: style.folder.fsPath, styleId: style.id, file, followLinks };
}

interface ReadObject {
  readonly bytes: Uint8Array;
  /** Milliseconds since the epoch. */
  readonly readAt: number;
}

/** The editor asks for a file's state before it reads the file: one request within this time answers both. */
const KEPT_MS = 10_000;

/** Shows files in S3 as read-only files of the editor. */
export class ObjectFiles implements vscode.FileSystemProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<vscode.FileChangeEvent[]>();
  readonly onDidChangeFile = this.#changed.event;
  readonly #read = new Map<string, Promise<ReadObject>>();
  readonly #closing = new AbortController();

  constructor(
    readonly engine: Pick<Engine, 'readObject'>,
    readonly connections: BucketConnections,
    readonly log: Log,
  ) {}

  async stat(uri: vscode.Uri): Promise<vscode.FileStat> {
    const { bytes, readAt } = await this.#object(uri);
    return { type: vscode.FileType.File, ctime: 0, mtime: readAt, size: bytes.byteLength };
  }

  async readFile(uri: vscode.Uri): Promise<Uint8Array> {
    return (await this.#object(uri)).bytes;
  }

  watch(): vscode.Disposable {
    return new vscode.Disposable(() => undefined);
  }

  dispose(): void {
    this.#closing.abort();
    this.#changed.dispose();
  }

  #object(uri: vscode.Uri): Promise<ReadObject> {
    const key = uri.toString();
    const known = this.#read.get(key);
    if (known !== undefined) return known;
    const read = this.#readNow(uri);
    this.#read.set(key, read);
    const forget = (): boolean => this.#read.delete(key);
    setTimeout(forget, KEPT_MS).unref();
    read.catch(forget);
    return read;
  }

  async #readNow(uri: vscode.Uri): Promise<ReadObject> {
    const subject = subjectOf(uri);
    if (subject.isNothing === true) return { bytes: new Uint8Array(), readAt: 0 };
    const folder = vscode.Uri.parse(subject.folder, true);
    let bytes: Uint8Array | undefined;
    try {
      checkTrusted();
      const request = await objectRequest({ id: nameOf(folder), folder }, subject.file, this.connections);
      bytes = await this.engine.readObject(request, this.#closing.signal);
    } catch (error) {
      const sentence = errorSentence(error) ?? String(error);
      this.log.error(sentence);
      throw vscode.FileSystemError.Unavailable(sentence);
    }
    if (bytes === undefined) throw vscode.FileSystemError.FileNotFound(uri);
    return { bytes, readAt: Date.now() };
  }

  // The editor never calls the methods below, because the file system is registered as read-only.

  readDirectory(uri: vscode.Uri): [string, vscode.FileType][] {
    throw vscode.FileSystemError.FileNotFound(uri);
  }

  createDirectory(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  writeFile(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  delete(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }

  rename(uri: vscode.Uri): void {
    throw vscode.FileSystemError.NoPermissions(uri);
  }
}

/** Throws `FileNotFound` for a URI that is not of this scheme. */
function subjectOf(uri: vscode.Uri): Subject {
  try {
    const subject: unknown = JSON.parse(uri.query);
    if (isSubject(subject)) return subject;
  } catch {
    // Not a URI of this extension: thrown below.
  }
  throw vscode.FileSystemError.FileNotFound(uri);
}

const isSubject = (value: unknown): value is Subject =>
  typeof value === 'object' &&
  value !== null &&
  'folder' in value &&
  typeof value.folder === 'string' &&
  'file' in value &&
  typeof value.file === 'string';

/** Registers the scheme of {@link objectUri}. */
export function registerObjectFiles(files: ObjectFiles): vscode.Disposable {
  return vscode.workspace.registerFileSystemProvider(OBJECT_SCHEME, files, {
    isCaseSensitive: true,
    isReadonly: true,
  });
}
