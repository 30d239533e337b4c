import * as fs from 'node:fs';
import path from 'node:path';

/** Watches the journals of a style from outside while a run writes one. */
export class Journals {
  readonly #folder: string;

  /** `styleFolder`: the style's folder, not that of its journals. */
  constructor(styleFolder: string) {
    const { dir, base } = path.parse(styleFolder);
    this.#folder = path.join(dir, '.s3-training-data', base, 'journal');
  }

  /** The names of the journals so far. */
  names(): ReadonlySet<string> {
    return new Set(fs.existsSync(this.#folder) ? fs.readdirSync(this.#folder) : []);
  }

  /** The number of lines in journals that did not exist `before`. */
  lines(before: ReadonlySet<string> = new Set()): number {
    return [...this.names()]
      .filter((name) => !before.has(name))
      .reduce((sum, name) => sum + linesIn(fs.readFileSync(path.join(this.#folder, name), 'utf8')), 0);
  }
}

export const linesIn = (text: string): number => text.split('\n').length - 1;
