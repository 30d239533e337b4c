import * as fs from 'node:fs';
import path from 'node:path';

/** The journals of a style, watched from outside while a run writes one. */
export class Journals {
  readonly #folder: string;

  /** `styleFolder`: of the style, not of its journals. */
  constructor(styleFolder: string) {
    const { dir, base } = path.parse(styleFolder);
    this.#folder = path.join(dir, '.s3-training-data', base, 'journal');
  }

  /** Of the runs so far. */
  names(): ReadonlySet<string> {
    return new Set(fs.existsSync(this.#folder) ? fs.readdirSync(this.#folder) : []);
  }

  /** Of those journals that were not there before. */
  lines(before: ReadonlySet<string> = new Set()): number {
    return [...this.names()]
      .filter((name) => !before.has(name))
      .reduce((sum, name) => sum + linesIn(fs.readFileSync(path.join(this.#folder, name), 'utf8')), 0);
  }
}

export const linesIn = (text: string): number => text.split('\n').length - 1;
