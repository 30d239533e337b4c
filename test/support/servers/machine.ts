import * as fs from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** A folder for the files of a server. */
export interface ServerFolder {
  /** Absolute path for this process. */
  readonly path: string;
  /** Absolute path for the server's programs. */
  readonly seenAs: string;
}

/** The system on which the programs of a server are installed and run. */
export interface Machine {
  /** Creates a new folder. */
  makeFolder(prefix: string): ServerFolder;
  /** The command that runs `program args…` on the machine, in the started process itself. */
  commandOf(program: string, args: readonly string[]): readonly [program: string, ...args: string[]];
}

/** The machine on which the tests run. */
export const THIS_MACHINE: Machine = {
  makeFolder: (prefix) => {
    const folder = fs.mkdtempSync(path.join(tmpdir(), prefix));
    return { path: folder, seenAs: folder };
  },
  commandOf: (program, args) => [program, ...args],
};
