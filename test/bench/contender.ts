import * as fs from 'node:fs';
import path from 'node:path';
import { mutate, copyFolder } from './data/folder.js';
import type { DataSet } from './data/dataSet.js';
import type { Mutation } from './data/mutation.js';
import { assertSameFolders } from './data/compareFolders.js';
import { measureCommand, type Cost } from './measure/command.js';
import { flushDisk } from './measure/flushDisk.js';
import type { Phase } from './phase.js';
import type { Job, Target, Tool } from './tools/tool.js';

export const PREFIX = 'styles/';

/** A tool in one run, with its own home, folder and bucket. */
export class Contender {
  /**
   * Downloads go next to the folder's parent, so that files which the tool keeps beside the folder stay out of them.
   * The downloaded files are emptied, but not deleted: for minutes after thousands of files were deleted, an ext4
   * without a journal searches long for a free inode, and the next tool that creates files would pay for it.
   */
  readonly #downloaded: string;

  /**
   * @param home the tool's home folder, which exists
   * @param folder the folder that holds the data set, or will hold it after {@link takeCopy}
   */
  constructor(
    readonly tool: Tool,
    readonly set: DataSet,
    readonly home: string,
    readonly folder: string,
    readonly bucket: string,
  ) {
    this.#downloaded = path.join(home, 'there', set.name);
  }

  takeCopy(original: string): void {
    copyFolder(original, this.folder);
  }

  mutate(mutation: Mutation): void {
    mutate(this.set, mutation, this.folder);
  }

  /** Runs the tool; `undefined` if it has no such command. Throws if the tool fails or its download is wrong. */
  async run(phase: Phase, target: Target): Promise<Cost | undefined> {
    const { job: kind, deletes = false, force = false } = phase;
    const isDownload = kind === 'download';
    const folder = isDownload ? this.#downloaded : this.folder;
    const job: Job = { kind, folder, bucket: this.bucket, prefix: PREFIX, deletes, force };
    const command = this.tool.command(job, target);
    if (command === undefined) return undefined;
    if (isDownload) fs.mkdirSync(folder, { recursive: true });
    const cost = await measureCommand(command, this.home);
    if (!isDownload) return cost;
    const flushSeconds = flushDisk();
    assertSameFolders(this.folder, folder);
    return { ...cost, flushSeconds };
  }
}
