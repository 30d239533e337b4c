import assert from 'node:assert/strict';
import { scaled, DATA_SETS } from '../../bench/data/dataSet.js';
import type { Cost } from '../../bench/measure/command.js';
import { TRANSFER_PHASES } from '../../bench/phase.js';
import { compare, untilOnDisk } from '../../bench/report/comparison.js';
import { withResult } from '../../bench/report/document.js';
import { setReport, table } from '../../bench/report/markdown.js';
import { median, spread } from '../../bench/report/statistics.js';
import type { PhaseResult, SetResult, ToolResult } from '../../bench/result.js';
import type { ColumnName } from '../../bench/tools/tool.js';

const [phase] = TRANSFER_PHASES;
assert.ok(phase);

const cost = (wallSeconds: number): Cost => ({
  wallSeconds,
  cpuSeconds: wallSeconds / 2,
  peakMegabytes: 100 * wallSeconds,
});

const result = (name: ColumnName, variant: string, ...walls: number[]): ToolResult => ({
  tool: { name, variant },
  costs: walls.map(cost),
  requests: { GET: 1, PUT: 4000 },
});

const phaseResult = (...tools: ToolResult[]): PhaseResult => ({ phase, tools });

describe('the median', () => {
  it('is the middle value, in any order of the values', () => {
    assert.equal(median([30, 1, 2]), 2);
  });
  it('is the mean of the two middle values', () => {
    assert.equal(median([4, 1, 3, 100]), 3.5);
  });
  it('of nothing is an error', () => {
    assert.throws(() => median([]), RangeError);
  });
});

describe('the spread', () => {
  it('is a fraction of the median', () => {
    assert.equal(spread([2, 3, 1]), 1);
    assert.equal(spread([5]), 0);
    assert.equal(spread([0, 0]), 0);
  });
});

describe('the comparison of tools in a phase', () => {
  it('takes the median of each figure', () => {
    const ours = compare(phaseResult(result('ours', '', 1, 9, 2))).tools.get('ours');
    assert.deepEqual([ours?.wallSeconds, ours?.cpuSeconds, ours?.peakMegabytes], [2, 1, 200]);
  });

  it('uses the fastest variant of a tool', () => {
    const { tools } = compare(
      phaseResult(result('rclone', '', 3, 3, 3), result('rclone', 'tuned', 2, 2, 9), result('aws', '', 8)),
    );
    assert.equal(tools.get('rclone')?.variant, 'tuned');
    const givenUp = compare({
      phase,
      tools: [result('rclone', 'lucky', 1), result('rclone', 'steady', 2, 3)],
    });
    assert.equal(givenUp.tools.get('rclone')?.variant, 'steady');
    assert.deepEqual([...tools.keys()], ['rclone', 'aws']);
  });

  it('compares ours with the best other tool', () => {
    const { ratio } = compare(
      phaseResult(result('ours', '', 1), result('rclone', '', 4), result('s3cmd', '', 2)),
    );
    assert.deepEqual(ratio, { value: 0.5, best: 's3cmd' });
  });

  it('compares ours with another build in its own column, which does not count as another tool', () => {
    const phases = [phaseResult(result('ours', '', 1), result('before', '', 0.8), result('aws', '', 2))];
    const { ratio, toBefore } = compare(phases[0] ?? assert.fail());
    assert.deepEqual([ratio, toBefore], [{ value: 0.5, best: 'aws' }, 1.25]);
    const set = DATA_SETS[0] ?? assert.fail();
    const report = setReport({ set, server: 'ceph', failures: [], phases });
    assert.match(report, /\| ours ÷ best +\| ours ÷ before \|/);
    assert.match(report, /\| \*\*0\.50\*\* \(aws\) +\| 1\.25 +\|/);
  });

  it('has no ratio without ours or without another tool', () => {
    assert.equal(compare(phaseResult(result('aws', '', 1))).ratio, undefined);
    assert.equal(compare(phaseResult(result('ours', '', 1))).ratio, undefined);
  });

  it('omits a tool that has not run, and unknown memory', () => {
    const unknown: ToolResult = {
      ...result('ours', ''),
      costs: [{ ...cost(1), peakMegabytes: undefined }],
    };
    const { tools } = compare(phaseResult(unknown, result('aws', '')));
    assert.deepEqual([...tools.keys()], ['ours']);
    assert.equal(tools.get('ours')?.peakMegabytes, undefined);
  });
});

describe('the comparison until all is on the disk', () => {
  const flushed = (name: ColumnName, ...costs: readonly [wall: number, flush: number][]): ToolResult => ({
    ...result(name, ''),
    costs: costs.map(([wall, flushSeconds]) => ({ ...cost(wall), flushSeconds })),
  });

  it('adds to each run the time of the final write to the disk', () => {
    const onDisk = untilOnDisk(phaseResult(flushed('ours', [4, 0], [5, 0]), flushed('aws', [1, 8], [3, 5])));
    assert.ok(onDisk);
    assert.equal(onDisk.phase.title, 'first upload, until on the disk');
    assert.deepEqual(compare(onDisk).ratio, { value: 4.5 / 8.5, best: 'aws' });
  });

  it('is a separate row after that of the phase, if it was measured', () => {
    const set = DATA_SETS[0] ?? assert.fail();
    const phases = [phaseResult(flushed('ours', [1, 2], [1, 2])), phaseResult(result('ours', '', 1))];
    const [table = '', ...others] = setReport({ set, server: 'ceph', failures: [], phases }).split(
      'Requests',
    );
    const titles = [...table.matchAll(/^\| (first upload\S?[^|]*?) +\|/gm)].map(([, title]) => title);
    assert.deepEqual(titles, ['first upload', 'first upload, until on the disk', 'first upload']);
    assert.doesNotMatch(others.join(), /until on the disk/);
  });
});

describe('a table', () => {
  it('is Markdown with aligned columns', () => {
    assert.equal(
      table(['phase', 'x'], [['no change', '1']]),
      ['| phase     | x   |', '| --------- | --- |', '| no change | 1   |'].join('\n'),
    );
  });
});

describe('the report of a data set', () => {
  const set = scaled(DATA_SETS[0] ?? assert.fail(), 0.5);
  const report = setReport({
    set,
    server: 'far',
    failures: ['s3cmd, first upload: Error: s3cmd ended with 64:\n  ERROR: no such option'],
    phases: [
      phaseResult(result('ours', '', 1, 1.2, 1.1), result('rclone', 'tuned', 4), result('aws', '', 20)),
    ],
  });

  it('says what was measured, and where', () => {
    assert.match(report, /^## small on Ceph RADOS Gateway, 30 ms away each way$/m);
    assert.match(report, /^1,000 pairs \(images of 100 KiB/m);
  });

  it('gives wall time, CPU and memory of each tool, and the ratio', () => {
    const cells = [
      'first upload',
      '1.10 / 0.55 / 110',
      '4.00 / 2.00 / 400 †',
      '20.0 / 10.0 / 2000 †',
      '**0.28** (rclone)',
    ];
    assert.ok(normalised(report).includes(`| ${cells.join(' | ')} |`), report);
    assert.doesNotMatch(report, /\| s3cmd/);
  });

  it('gives the requests, most frequent first, and the spread of the runs', () => {
    assert.ok(normalised(report).includes('| first upload | 4,000 PUT, 1 GET (±9 %) |'), report);
  });

  it('marks what was measured only once', () => {
    assert.match(report, /^† One run: for all phases together it took more than 3 times as long as/m);
    assert.ok(normalised(report).includes('| 4,000 PUT, 1 GET † |'), report);
    const once = setReport({
      set,
      server: 'far',
      failures: [],
      phases: [phaseResult(result('ours', '', 1))],
    });
    assert.match(once, /^† One run\.$/m);
  });

  it('lists failures', () => {
    assert.match(report, /^Failed: s3cmd, first upload: Error: s3cmd ended with 64: ERROR: no such option$/m);
  });

  it('names the fastest variant of a tool', () => {
    assert.match(report, /^rclone at its fastest: first upload – tuned\.$/m);
  });
});

describe('the document of the results', () => {
  const set = DATA_SETS[0] ?? assert.fail();
  const resultOf = (seconds: number): SetResult => ({
    set,
    server: 'ceph',
    failures: [],
    phases: [phaseResult(result('ours', '', seconds, seconds))],
  });
  const write = (document: string, seconds: number): string =>
    withResult(document, resultOf(seconds), {
      date: '2026-01-31',
      runs: 2,
      versions: new Map([['aws', '1.2']]),
    });

  it('gets each result in place of the previous one of its kind, and keeps all other text', () => {
    const first = write('# Head\n', 1);
    assert.match(first, /^# Head\n\n<!-- small on ceph -->\n\n## small on Ceph/);
    assert.match(first, /^2026-01-31, 2 counted runs; .*; aws: 1\.2\.$/m);
    const second = write(`${first}\nTail\n`, 7);
    assert.match(second, /^# Head\n\n<!-- small/);
    assert.match(second, /<!-- end of small on ceph -->\n\nTail\n$/);
    assert.match(second, /7\.00 \/ 3\.50/);
    assert.doesNotMatch(second, /1\.00 \/ 0\.50/);
  });
});

/** Removes the spaces that align columns. */
const normalised = (markdown: string): string => markdown.replaceAll(/ +/g, ' ');
