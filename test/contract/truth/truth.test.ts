import * as fs from 'node:fs';
import path from 'node:path';
import type { SyncDirection } from '../../../src/core/progress.js';
import { CommandLine } from '../../support/commandLine.js';
import { startS3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';
import { SmallDisk } from '../../unit/local/smallDisk.js';
import { isRootOnLinux } from '../../unit/local/styleFolder.js';
import { ENDINGS, SLOW_ENDINGS, type Ending } from './endings.js';
import { tell } from './story.js';
import { Witness, type Side } from './witness.js';

/** Moments per ending, direction and kind of run. */
const MOMENTS = Number(process.env['TRUTH_MOMENTS'] ?? 1);
const SEED = Number(process.env['PROPERTY_SEED'] ?? 20261130);
/** About the number of requests in an undisturbed run. */
const REQUESTS = 34;
const DIRECTIONS: readonly SyncDirection[] = ['to-s3', 'from-s3'];

/**
 * Compares result, JSON and exit status of the command line with the server's log and the disk (docs/sync-contract.md
 * §9).
 */
describe('what a run says is what it has done', function () {
  this.timeout(60_000 + MOMENTS * 20_000);

  for (const [name, ending] of Object.entries(ENDINGS)) {
    for (const direction of DIRECTIONS) {
      it(`${direction}, ended by ${name}`, () => atMoments(`${direction} ${name}`, direction, ending));
    }
    it(`undo, ended by ${name}`, () => atMoments(`undo ${name}`, 'undo', ending));
  }

  for (const [name, ending] of MOMENTS > 1 ? Object.entries(SLOW_ENDINGS) : []) {
    for (const what of [...DIRECTIONS, 'undo'] as const) {
      it(`${what}, ended by ${name}`, () => atMoments(`${what} ${name}`, what, ending));
    }
  }

  for (const what of [...DIRECTIONS, 'undo'] as const) {
    it(`${what}, ended by a full disk`, async function () {
      if (!isRootOnLinux) this.skip();
      for (let pages = 0; pages < (MOMENTS > 1 ? 24 : 6); pages += MOMENTS > 1 ? 1 : 2)
        await onFullDisk(what, pages);
    });
  }
});

type Kind = SyncDirection | 'undo';

/** Runs that are disturbed at moments spread over them. */
async function atMoments(where: string, kind: Kind, ending: Ending): Promise<void> {
  for (let moment = 0; moment < MOMENTS; moment++) {
    const after = Math.floor(((hash(`${where} ${String(SEED)}`) + moment / MOMENTS) % 1) * REQUESTS);
    const style = new SyncedStyle(await startS3Server({ buckets: [BUCKET], seed: SEED }));
    try {
      await disturbed(style, kind, ending, after, `${where}, after ${String(after)} requests`);
    } finally {
      await style.close();
    }
  }
}

async function onFullDisk(kind: Kind, pages: number): Promise<void> {
  const style = new SyncedStyle(await startS3Server({ buckets: [BUCKET], seed: SEED }));
  const styles = path.dirname(style.folder);
  const disk = new SmallDisk(styles, 2000);
  try {
    fs.mkdirSync(style.folder);
    const fill: Ending = () => fillUp(path.join(styles, 'filler'), pages);
    await disturbed(style, kind, fill, 0, `${kind} with ${String(pages)} free pages`);
  } finally {
    disk.unmount();
    await style.close();
  }
}

/** `after`: the number of object requests before the ending. */
async function disturbed(
  style: SyncedStyle,
  kind: Kind,
  ending: Ending,
  after: number,
  where: string,
): Promise<void> {
  const { server, folder } = style;
  const elsewhere = `${folder}-elsewhere`.replace(/styles(?=[^/]*\/[^/]*$)/, 'gone');
  fs.mkdirSync(path.dirname(elsewhere), { recursive: true });
  const cli = new CommandLine(server);
  const direction = kind === 'undo' ? 'to-s3' : kind;
  await tell(style, direction);
  const sync = ['--bucket', BUCKET, '--sync-deletes', '--force', '--concurrency', '3'];
  if (kind === 'undo') await cli.run('to-s3', folder, ...sync);
  const sides = () => ({
    local: fs.existsSync(folder) ? style.local : contentsOf(elsewhere),
    remote: style.remote,
  });
  const witness = new Witness(server, sides);
  const run = cli.start(kind, folder, ...(kind === 'undo' ? ['--concurrency', '3'] : sync), '--json');
  ending({ server, process: run.process, folder, elsewhere }, after);
  const { status, stdout, stderr } = await run.finished;
  const value = parsed(stdout, `${where}: status ${String(status)}, ${stderr}`);
  witness.hear({ status, value: { direction: kind, ...value } }, `${where}\n${stderr}`);
}

/** One JSON value, whatever ended the run. */
function parsed(stdout: string, where: string): Record<string, unknown> {
  try {
    return JSON.parse(stdout) as Record<string, unknown>;
  } catch (error) {
    throw new Error(`no JSON value: ${where}; printed: ${stdout}`, { cause: error });
  }
}

function contentsOf(folder: string): Side {
  if (!fs.existsSync(folder)) return {};
  // What was being written when the folder vanished cannot be removed there.
  const names = fs.readdirSync(folder).filter((name) => !name.startsWith('.'));
  return Object.fromEntries(names.map((name) => [name, fs.readFileSync(path.join(folder, name), 'utf8')]));
}

/** Fills a disk except for this many pages. */
function fillUp(file: string, pages: number): void {
  const descriptor = fs.openSync(file, 'w');
  let size = 0;
  try {
    for (;;) size += fs.writeSync(descriptor, Buffer.alloc(4096));
  } catch {
    fs.ftruncateSync(descriptor, Math.max(0, size - pages * 4096));
  } finally {
    fs.closeSync(descriptor);
  }
}

/** A number between 0 and 1, always the same for the same text. */
function hash(text: string): number {
  let state = 2166136261;
  for (const character of text) state = Math.imul(state ^ character.charCodeAt(0), 16777619);
  return (state >>> 0) / 2 ** 32;
}
