import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import path from 'node:path';
import { writeDataSet } from '../../bench/data/folder.js';
import type { DataSet } from '../../bench/data/dataSet.js';
import { measureSet } from '../../bench/measureSet.js';
import type { PhaseName } from '../../bench/phase.js';
import type { SetResult } from '../../bench/result.js';
import type { Job, Tool } from '../../bench/tools/tool.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/vscode/temporaryFolder.js';

const SET: DataSet = {
  name: 'small',
  title: 'for the tests',
  pairs: 2,
  imageBytes: [100, 200],
  captionBytes: 20,
  isTransferred: true,
};

/** A tool whose bucket is a folder in its home. `script` may replace the command of a job. */
const copier = (name: Tool['name'], script: (job: Job) => string | undefined = () => undefined): Tool => ({
  name,
  variant: '',
  remembers: false,
  needsOwnUpload: false,
  command: (job) => {
    const copy =
      job.kind === 'download'
        ? `cp -R bucket/. '${job.folder}'`
        : `rm -rf bucket && cp -R '${job.folder}' bucket`;
    return { program: 'sh', args: ['-c', script(job) ?? copy], env: {} };
  },
});

describe('measuring a data set', () => {
  let folder: TemporaryFolder;
  let said: string[];
  beforeEach(() => {
    folder = temporaryFolder('measure-set');
    said = [];
    writeDataSet(SET, path.join(folder.path, 'original'));
  });
  afterEach(() => folder.remove());

  const measure = (tools: readonly Tool[], phases: readonly PhaseName[]): Promise<SetResult> =>
    measureSet({
      set: SET,
      server: 'in-repo',
      tools,
      phases: new Set(phases),
      runs: 2,
      // The runs take a few milliseconds, and sometimes ten times as long.
      patience: Number.POSITIVE_INFINITY,
      original: path.join(folder.path, 'original'),
      workFolder: folder.path,
      say: (line) => said.push(line),
    });

  it('runs each tool in each phase the requested number of times, after a warm-up, and leaves only empty files', async () => {
    const phases = ['first-upload', 'no-change', 'one-percent', 'captions', 'deletes', 'download'] as const;
    const result = await measure([copier('ours'), copier('aws')], phases);
    assert.deepEqual(result.failures, []);
    assert.deepEqual(
      result.phases.map(({ phase }) => phase.name),
      phases,
    );
    for (const { tools } of result.phases) {
      assert.deepEqual(tools.map(({ tool, costs }) => [tool.name, costs.length]).sort(), [
        ['aws', 2],
        ['ours', 2],
      ]);
    }
    const left = fs
      .readdirSync(folder.path, { recursive: true, encoding: 'utf8' })
      .filter((file) => !file.startsWith('original'))
      .map((file) => fs.statSync(path.join(folder.path, file)))
      .filter((stats) => stats.isFile());
    assert.ok(left.length > 0);
    assert.equal(Math.max(...left.map(({ size }) => size)), 0);
  });

  it('lets the tools take turns in each phase, in rotated order', async () => {
    await measure([copier('ours'), copier('aws')], ['first-upload', 'no-change']);
    assert.deepEqual(
      said.map((line) => line.replace(/^small, in-repo, /, '').replace(/: [\d.]+ s, CPU .*$/, '')),
      [
        ['warm-up', 'ours', 'aws'],
        ['run 1 of 2', 'aws', 'ours'],
        ['run 2 of 2', 'ours', 'aws'],
      ].flatMap(([run, ...order]) =>
        ['first upload', 'no change'].flatMap((phase) =>
          order.map((name) => `${run ?? ''}, ${phase}: ${name}`),
        ),
      ),
    );
  });

  it('records how long the disk takes to write a download', async () => {
    const result = await measure([copier('ours')], ['first-upload', 'download']);
    const isFlushed = result.phases.map(({ phase, tools }) => [
      phase.name,
      tools.every(({ costs }) => costs.every(({ flushSeconds }) => flushSeconds !== undefined)),
    ]);
    assert.deepEqual(isFlushed, [
      ['first-upload', false],
      ['download', true],
    ]);
  });

  it('uploads first, without counting it, if only later phases are wanted', async () => {
    const result = await measure([copier('ours')], ['download']);
    assert.deepEqual(
      result.phases.map(({ phase }) => phase.name),
      ['download'],
    );
    assert.equal(result.phases[0]?.tools[0]?.costs.length, 2);
  });

  it('measures the other tools as often if one fails at once', async () => {
    const failing = copier('aws', () => 'exit 1');
    const result = await measure([copier('ours'), failing, copier('s3cmd')], ['first-upload']);
    assert.equal(result.failures.length, 3);
    const counts = result.phases[0]?.tools.map(({ tool, costs }) => [tool.name, costs.length]).sort();
    assert.deepEqual(counts, [
      ['ours', 2],
      ['s3cmd', 2],
    ]);
  });

  it('continues without a tool that fails or downloads something else, and reports it', async () => {
    const failing = copier('rclone', ({ deletes }) => (deletes ? 'echo no such option; exit 64' : undefined));
    const wrong = copier('s3cmd', ({ kind, folder: to }) =>
      kind === 'download' ? `touch '${to}/x'` : undefined,
    );
    const result = await measure([copier('ours'), failing, wrong], ['deletes', 'download']);
    assert.equal(result.failures.length, 6);
    assert.match(result.failures[0] ?? '', /^rclone, 1 % deleted: Error: sh ended with 64: no such option/);
    assert.match(result.failures[1] ?? '', /^s3cmd, download: .* in 3 files: image-000000.jpg is missing/);
    const measured = result.phases.map(({ tools }) =>
      tools.filter(({ costs }) => costs.length > 0).map(({ tool }) => tool.name),
    );
    assert.deepEqual(measured, [['ours', 's3cmd'], ['ours']]);
  });
});
