import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { adapters, openBucket } from '../../src/wiring/adapters.js';
import { DEFAULT_IMAGE_EXTENSIONS } from '../../src/dataset/trainingImage.js';
import type { SyncRequest, UndoRequest } from '../../src/operations/protocol/requests.js';
import type {
  DownloadResult,
  SyncResult,
  UndoResult,
  UploadResult,
} from '../../src/operations/protocol/results.js';
import type { StyleAdapters } from '../../src/operations/protocol/adapters.js';
import type { SyncStyleHandlers } from '../../src/operations/protocol/syncHandlers.js';
import { syncStyle } from '../../src/operations/syncStyle.js';
import { undoSync } from '../../src/operations/undoSync.js';
import { startS3Server, type S3Server } from './s3-server/s3Server.js';

export const BUCKET = 'training-data';
export const STYLE = '16';
export const PREFIX = `styles/${STYLE}/`;

type Overrides = Partial<SyncRequest> & { readonly handlers?: Partial<SyncStyleHandlers> };

/** A style: its folder on the real disk, and its objects on an S3 server over a socket. */
export class SyncedStyle {
  /** The log lines of all syncs of this style. */
  readonly log: string[] = [];
  /** Opens buckets; tests replace it to lower a limit. */
  openBucket: StyleAdapters['openBucket'] = openBucket;
  readonly #parent = fs.mkdtempSync(path.join(os.tmpdir(), 'synced-style-'));
  readonly folder = path.join(this.#parent, 'styles', STYLE);

  constructor(readonly server: S3Server) {
    fs.mkdirSync(this.folder, { recursive: true });
  }

  /** Creates a style with its own server, which `close` ends. */
  static async start(): Promise<SyncedStyle> {
    return new SyncedStyle(await startS3Server({ buckets: [BUCKET] }));
  }

  /** Ends the server too. */
  async close(): Promise<void> {
    this.remove();
    await this.server.close();
  }

  remove(): void {
    fs.rmSync(this.#parent, { recursive: true, force: true });
  }

  pathOf(relative: string): string {
    return path.join(this.folder, relative);
  }

  writeLocal(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [relative, content] of Object.entries(files)) {
      fs.mkdirSync(path.dirname(this.pathOf(relative)), { recursive: true });
      fs.writeFileSync(this.pathOf(relative), content);
    }
  }

  deleteLocal(...paths: readonly string[]): void {
    for (const relative of paths) fs.rmSync(this.pathOf(relative));
  }

  /** The contents of all files below the folder, including hidden ones, by path. */
  get local(): Record<string, string> {
    const found: Record<string, string> = {};
    for (const entry of fs.readdirSync(this.folder, { recursive: true, withFileTypes: true })) {
      const file = path.join(entry.parentPath, entry.name);
      if (entry.isFile()) found[path.relative(this.folder, file)] = fs.readFileSync(file, 'utf8');
    }
    return sorted(found);
  }

  writeRemote(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [relative, content] of Object.entries(files)) this.#bucket.put(PREFIX + relative, content);
  }

  deleteRemote(...paths: readonly string[]): void {
    for (const relative of paths) this.#bucket.delete(PREFIX + relative);
  }

  /** The contents of the style's objects, by path. */
  get remote(): Record<string, string> {
    const found: Record<string, string> = {};
    for (const [key, { bytes }] of this.#bucket.objects) {
      if (key.startsWith(PREFIX)) found[key.slice(PREFIX.length)] = bytes.toString('utf8');
    }
    return sorted(found);
  }

  get #adapters(): StyleAdapters {
    return { ...adapters, openBucket: this.openBucket };
  }

  get #bucket(): ReturnType<S3Server['bucket']> {
    return this.server.bucket(BUCKET);
  }

  async toS3(overrides: Overrides = {}): Promise<UploadResult> {
    const result = await this.#sync({ ...overrides, direction: 'to-s3' });
    if (result.direction !== 'to-s3') throw new Error('unreachable');
    return result;
  }

  async fromS3(overrides: Overrides = {}): Promise<DownloadResult> {
    const result = await this.#sync({ ...overrides, direction: 'from-s3' });
    if (result.direction !== 'from-s3') throw new Error('unreachable');
    return result;
  }

  /** Undoes the last sync that was not undone, unless `options` name another run. */
  undo(options: Partial<UndoRequest> = {}): Promise<UndoResult> {
    const { folder, connection, concurrency, holder } = requestFor(this.server, this.folder);
    return undoSync({ folder, connection, concurrency, holder, ...options }, this.#adapters, {
      signal: new AbortController().signal,
      onProgress: () => undefined,
      log: (_, line) => this.log.push(line),
    });
  }

  #sync({ handlers, ...overrides }: Overrides & Pick<SyncRequest, 'direction'>): Promise<SyncResult> {
    return syncStyle({ ...requestFor(this.server, this.folder), ...overrides }, this.#adapters, {
      signal: new AbortController().signal,
      onProgress: () => undefined,
      log: (_, line) => this.log.push(line),
      ...handlers,
    });
  }
}

/** A request to sync a folder to S3, with default options. */
export function requestFor(server: S3Server, folder: string): SyncRequest {
  const { accessKeyId, secretAccessKey } = server.credentials;
  return {
    direction: 'to-s3',
    folder,
    imageExtensions: DEFAULT_IMAGE_EXTENSIONS,
    bucket: BUCKET,
    prefix: 'styles/',
    connection: {
      endpoint: server.endpoint,
      region: server.region,
      forcePathStyle: 'auto',
      credentials: { accessKeyId, secretAccessKey },
    },
    syncDeletes: false,
    concurrency: 8,
    onConflict: 'skip',
    force: false,
    dryRun: false,
    holder: 'a test',
  };
}

const sorted = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
