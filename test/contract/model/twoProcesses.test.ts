import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import type { UploadResult } from '../../../src/operations/protocol/results.js';
import { CommandLine, type Finished } from '../../support/commandLine.js';
import { fault } from '../../support/s3-server/faults.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

const ROUNDS = Math.ceil(Number(process.env['RACES'] ?? 20) / 10);
/** Few enough that overwriting them all is no mass change. */
const PAIRS = 5;
const REFUSED = /being synced already, (by the command line|somewhere else)/;

/** One sync at a time for a style, whichever process starts the second one (docs/sync-contract.md §2). */
describe('two processes on one style', () => {
  let server: S3Server;
  let style: SyncedStyle;
  let cli: CommandLine;
  beforeEach(async () => {
    server = await startS3Server({ buckets: [BUCKET] });
    style = new SyncedStyle(server);
    cli = new CommandLine(server);
    style.writeLocal(pairs('first'));
  });
  afterEach(async () => {
    style.remove();
    await server.close();
  });

  const toS3 = (): Promise<Finished> => cli.run('to-s3', style.folder, '--bucket', BUCKET, '--json');

  it('refuses the second while the first is at work, and names the first', async () => {
    let second: Finished | undefined;
    const run = async (): Promise<void> => void (second = await toS3());
    server.faults.add({ operation: 'PutObject', times: 1, then: fault.call(run) });
    const first = await toS3();
    assert.ok(second);
    assert.notEqual(second.status, 0);
    assert.match(second.stdout + second.stderr, REFUSED);
    assert.equal(first.status, 0);
    assert.deepEqual(style.remote, style.local);
  });

  it(`ends well for both, or for one, ${String(ROUNDS)} times`, async () => {
    for (let round = 0; round < ROUNDS; round++) {
      style.writeLocal(pairs(`round ${String(round)}`));
      const ends = await Promise.all([toS3(), toS3()]);
      const well = ends.filter(({ status }) => status === 0);
      assert.ok(well.length > 0);
      for (const { status, stdout, stderr } of ends) if (status !== 0) assert.match(stdout + stderr, REFUSED);
      const uploaded = well.map(({ stdout }) => (JSON.parse(stdout) as UploadResult).uploaded);
      assert.equal(
        uploaded.reduce((sum, number) => sum + number, 0),
        2 * PAIRS,
        'each file once',
      );
      assert.deepEqual(style.remote, style.local);
      assert.deepEqual(
        fs.readdirSync(style.folder).filter((name) => name.startsWith('.')),
        [],
      );
    }
  }).timeout(60_000 + ROUNDS * 20_000);
});

const pairs = (text: string): Record<string, string> => {
  const files: Record<string, string> = {};
  for (let number = 0; number < PAIRS; number++) {
    files[`${String(number)}.jpg`] = `image ${String(number)}, ${text}`;
    files[`${String(number)}.txt`] = `caption ${String(number)}, ${text}`;
  }
  return files;
};
