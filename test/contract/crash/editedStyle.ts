import { createHash, randomBytes } from 'node:crypto';
import * as fs from 'node:fs';
import path from 'node:path';
import type { CephBucket } from '../../support/ceph/cephBucket.js';
import { Random } from '../../support/sample-style/random.js';
import { temporaryFolder } from '../../support/vscode/temporaryFolder.js';

export type Direction = 'to-s3' | 'from-s3';
/** What one side holds, by relative path. */
export type Files = ReadonlyMap<string, Uint8Array>;

const KIB = 1024;
/** Large enough to be transferred in many pieces. */
const LARGE = 3 * KIB * KIB;

/** A style's folder and its location in a bucket, whose source is edited between the runs of a sync. */
export class EditedStyle {
  readonly #parent = temporaryFolder('crash');
  readonly folder: string;
  /** The prefix of its keys. */
  readonly prefix: string;
  /** The hashes of every content that each path has ever had: any other content is damage. */
  readonly #versions = new Map<string, Set<string>>();
  readonly #random: Random;
  #images = 0;

  constructor(
    readonly bucket: CephBucket,
    readonly id: string,
    readonly direction: Direction,
    seed: number,
  ) {
    this.folder = path.join(this.#parent.path, 'styles', id);
    this.prefix = `styles/${id}/`;
    this.#random = new Random(seed);
    fs.mkdirSync(this.folder, { recursive: true });
  }

  remove(): void {
    this.#parent.remove();
  }

  /** Adds new pairs to the source. */
  async fill(pairs: number): Promise<void> {
    await this.#write(new Map([...Array(pairs).keys()].flatMap(() => this.#newPair())));
  }

  /**
   * Edits the source as a user does in a day: edits some images and captions, deletes some pairs, adds some. The style
   * keeps its size, so that each round has the same amount of work.
   */
  async edit(): Promise<void> {
    const source = [...(await this.source()).keys()];
    const images = source.filter((file) => file.endsWith('.jpg'));
    const gone = this.#some(images, 4).flatMap((image) => [image, captionOf(image)]);
    const left = source.filter((file) => !gone.includes(file));
    const edited = this.#some(left, 14).map((file) => [file, this.#newContent(file)] as const);
    await this.#delete(gone);
    await this.#write(new Map([...edited, ...[1, 2, 3, 4].flatMap(() => this.#newPair())]));
  }

  source(): Promise<Files> {
    return this.direction === 'to-s3' ? Promise.resolve(this.local()) : this.remote();
  }

  target(): Promise<Files> {
    return this.direction === 'to-s3' ? this.remote() : Promise.resolve(this.local());
  }

  /** Every file of the folder, including hidden ones. */
  local(): Files {
    const entries = fs.readdirSync(this.folder, { recursive: true, withFileTypes: true });
    const files = entries
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => path.join(parentPath, name));
    return new Map(files.map((file) => [path.relative(this.folder, file), fs.readFileSync(file)]));
  }

  remote(): Promise<Files> {
    return this.bucket.read(this.prefix);
  }

  /** Whether the path has ever had this content, on either side. */
  isVersion(file: string, bytes: Uint8Array): boolean {
    return this.#versions.get(file)?.has(hashOf(bytes)) === true;
  }

  #newPair(): [string, Uint8Array][] {
    const image = `image ${String(++this.#images)} ä+.jpg`;
    return [image, captionOf(image)].map((file) => [file, this.#newContent(file)]);
  }

  #newContent(file: string): Uint8Array {
    const content = file.endsWith('.txt')
      ? Buffer.from(`${file}, ${randomBytes(8).toString('hex')}`)
      : randomBytes(this.#random.between(0, 12) === 0 ? LARGE : this.#random.between(KIB, 200 * KIB));
    const versions = this.#versions.get(file) ?? new Set();
    this.#versions.set(file, versions.add(hashOf(content)));
    return content;
  }

  async #write(files: Files): Promise<void> {
    if (this.direction === 'from-s3') {
      await this.bucket.put(new Map([...files].map(([file, bytes]) => [this.prefix + file, bytes])));
      return;
    }
    for (const [file, bytes] of files) fs.writeFileSync(path.join(this.folder, file), bytes);
  }

  async #delete(files: readonly string[]): Promise<void> {
    if (this.direction === 'from-s3') await this.bucket.delete(files.map((file) => this.prefix + file));
    else for (const file of files) fs.rmSync(path.join(this.folder, file));
  }

  #some(files: readonly string[], count: number): string[] {
    const left = files.toSorted();
    return [...Array(Math.min(count, left.length)).keys()].flatMap(() =>
      left.splice(this.#random.between(0, left.length - 1), 1),
    );
  }
}

const captionOf = (image: string): string => image.replace(/\.jpg$/, '.txt');

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
