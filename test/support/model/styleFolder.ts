import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';

export type Tree = Readonly<Record<string, string>>;

/**
 * In memory where there is such a disk: these tests lose no power, and waiting for flushes would take half of the time.
 */
const DISK = fs.existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();

/** One person's folder of a style, on a real disk. */
export class StyleFolder {
  readonly #parent = fs.realpathSync(fs.mkdtempSync(path.join(DISK, 'model-')));
  readonly root: string;

  constructor(styleId: string) {
    this.root = path.join(this.#parent, styleId);
    fs.mkdirSync(this.root);
  }

  remove(): void {
    fs.rmSync(this.#parent, { recursive: true, force: true });
  }

  /** Every file with its content, including hidden ones. */
  get tree(): Tree {
    const found: Record<string, string> = {};
    for (const entry of fs.readdirSync(this.root, { recursive: true, withFileTypes: true })) {
      const file = path.join(entry.parentPath, entry.name);
      if (entry.isFile()) found[path.relative(this.root, file)] = fs.readFileSync(file, 'utf8');
    }
    return sortedTree(found);
  }

  /** `modified`: seconds since the epoch; `undefined`: unchanged. */
  write(
    relative: string,
    content: string,
    how: 'in place' | 'as a new file',
    modified: number | undefined,
  ): void {
    const file = path.join(this.root, relative);
    fs.mkdirSync(path.dirname(file), { recursive: true });
    const before = fs.statSync(file, { throwIfNoEntry: false });
    if (how === 'as a new file') fs.rmSync(file, { force: true });
    fs.writeFileSync(file, content);
    const time = modified ?? before?.mtime;
    if (time !== undefined) fs.utimesSync(file, time, time);
  }

  delete(relative: string): void {
    fs.rmSync(path.join(this.root, relative), { force: true });
  }

  rename(from: string, to: string): void {
    const target = path.join(this.root, to);
    fs.mkdirSync(path.dirname(target), { recursive: true });
    fs.renameSync(path.join(this.root, from), target);
  }
}

export const sortedTree = (files: Tree): Tree =>
  Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
