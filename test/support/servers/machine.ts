import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder for what a server writes. */
export interface ServerFolder {
  /** Absolute, for this process. */
  readonly path: string;
  /** The same folder as the server's programs name it. */
  readonly seenAs: string;
}

/** Where the programs of a server are installed and run. */
export interface Machine {
  /** Makes a fresh folder. */
  makeFolder(prefix: string): ServerFolder;
  /** What to start for `program args…`; a start of it keeps its process id. */
  commandOf(program: string, args: readonly string[]): readonly [program: string, ...args: string[]];
}

/** The machine that the tests run on. */
export const THIS_MACHINE: Machine = {
  makeFolder: (prefix) => {
    const folder = fs.mkdtempSync(path.join(tmpdir(), prefix));
    return { path: folder, seenAs: folder };
  },
  commandOf: (program, args) => [program, ...args],
};
