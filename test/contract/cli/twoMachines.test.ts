import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import path from 'node:path';
import type { SyncResult, UndoResult, UploadResult } from '../../../src/operations/protocol/results.js';
import { CommandLine } from '../../support/commandLine.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

const pair = (name: string, caption: string) => ({
  [`${name}.jpg`]: `image ${name}`,
  [`${name}.txt`]: caption,
});

/** Two people work on one style, each on their own machine, as the README describes it. */
describe('command line: one style on two machines, deletes on', () => {
  let server: S3Server;
  let laptop: SyncedStyle;
  let gpuBox: SyncedStyle;
  let cli: CommandLine;

  beforeEach(async () => {
    server = await startS3Server({ buckets: [BUCKET] });
    laptop = new SyncedStyle(server);
    gpuBox = new SyncedStyle(server);
    cli = new CommandLine(server);
    laptop.writeLocal({ ...pair('ant', 'an ant'), ...pair('bee', 'a bee'), ...pair('cat', 'a cat') });
    laptop.writeLocal({ ...pair('dog', 'a dog') });
    await run('to-s3', laptop);
    await run('from-s3', gpuBox);
  });
  afterEach(async () => {
    laptop.remove();
    gpuBox.remove();
    await server.close();
  });

  const run = async (direction: 'to-s3' | 'from-s3', { folder }: SyncedStyle, ...more: readonly string[]) => {
    const result = await cli.json<SyncResult>(
      direction,
      folder,
      '--bucket',
      BUCKET,
      '--sync-deletes',
      ...more,
    );
    assert.equal(result.status, 0, JSON.stringify(result));
    return result;
  };

  it('ends as both users want: the plan shows what each has deleted, added and changed', async () => {
    laptop.writeLocal({ 'ant.txt': 'an ant, red', ...pair('eel', 'an eel') });
    laptop.deleteLocal('bee.jpg', 'bee.txt');
    gpuBox.writeLocal({ 'cat.txt': 'a cat, asleep', ...pair('fox', 'a fox') });
    gpuBox.deleteLocal('dog.jpg', 'dog.txt');

    await run('to-s3', laptop);
    const plan = await run('from-s3', gpuBox, '--dry-run');
    const rows = plan.plan?.filter(({ action }) => action !== 'skip') ?? [];
    assert.deepEqual(
      rows
        .filter(({ file }) => !file.endsWith('.jpg'))
        .map(({ action, file, reason }) => [action, file, reason]),
      [
        ['download', 'ant.txt', 'changed in the source'],
        ['download', 'dog.txt', 'deleted there since the last sync'],
        ['download', 'eel.txt', 'new'],
        ['delete', 'bee.txt', 'deleted here since the last sync'],
        ['delete', 'fox.txt', 'never seen here'],
        ['keep', 'cat.txt', 'changed in the target'],
      ],
    );
    // The user removes from the plan what was deleted and added on this machine.
    const planFile = path.resolve(gpuBox.folder, '../../plan.json');
    const approved = rows.filter(({ file }) => !/^(dog|fox)/.test(file));
    fs.writeFileSync(planFile, JSON.stringify({ ...plan, plan: approved }));
    await run('from-s3', gpuBox, '--apply', planFile);
    await run('to-s3', gpuBox);
    await run('from-s3', laptop);

    const wanted = {
      ...pair('ant', 'an ant, red'),
      ...pair('cat', 'a cat, asleep'),
      ...pair('eel', 'an eel'),
      ...pair('fox', 'a fox'),
    };
    assert.deepEqual([laptop.local, gpuBox.local, laptop.remote], [wanted, wanted, wanted]);
    for (const style of [laptop, gpuBox]) {
      for (const direction of ['to-s3', 'from-s3'] as const) {
        assert.equal((await run(direction, style)).run_id, undefined, 'nothing is left to do');
      }
    }
  });

  it('undoes a mistaken sync with one command', async () => {
    const before = laptop.remote;
    gpuBox.deleteLocal('ant.jpg', 'ant.txt', 'bee.jpg', 'bee.txt');
    gpuBox.writeLocal({ 'cat.txt': 'oops', ...pair('wrong', 'not meant to be here') });
    const mistaken = (await run('to-s3', gpuBox)) as UploadResult;
    assert.deepEqual([mistaken.uploaded, mistaken.deleted], [3, 4]);
    const undone = await cli.json<UndoResult>('undo', gpuBox.folder);
    assert.deepEqual([undone.status, undone.restored, undone.removed], [0, 5, 2]);
    assert.deepEqual(laptop.remote, before);
    assert.equal((await run('from-s3', laptop)).run_id, undefined, 'the laptop has never noticed');
  });
});
