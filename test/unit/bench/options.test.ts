import assert from 'node:assert/strict';
import { parseOptions } from '../../bench/options.js';

const measured = (...args: string[]): string[] =>
  parseOptions(args).measured.map(({ set, servers }) => `${set.name}: ${servers.join(' ')}`);

describe('the options of the benchmark', () => {
  it('default to everything that ends within hours', () => {
    assert.deepEqual(measured(), ['small: ceph far https', 'wide: ceph', 'real: ceph', 'deep: in-repo']);
    const { tools, runs, write } = parseOptions([]);
    assert.deepEqual([[...tools], runs, write], [['ours', 'rclone', 'aws', 's3cmd'], 3, false]);
  });

  it('select data sets and servers', () => {
    assert.deepEqual(measured('--sets', 'wide', '--servers', 'far,https'), ['wide: far https']);
    assert.deepEqual(measured('--servers', 'far', '--sets', 'deep'), ['deep: in-repo']);
    assert.deepEqual([...parseOptions(['--phases', 'no-change,plan']).phases], ['no-change', 'plan']);
  });

  it('accept another build to compare with this one', () => {
    assert.equal(parseOptions(['--before', 'old/dist']).before, 'old/dist');
    assert.equal(parseOptions([]).before, undefined);
  });

  it('make sets smaller', () => {
    assert.deepEqual(
      parseOptions(['--scale', '0.1']).measured.map(({ set }) => set.pairs),
      [200, 2000, 30, 10_000],
    );
  });

  for (const [args, words] of [
    [['--sets', 'huge'], /--sets knows small, wide, real, deep, not "huge"/],
    [['--phases', 'all'], /--phases knows first-upload, .*no-change, .*not "all"/],
    [['--runs', '1.5'], /--runs 1.5 is no whole number/],
    [['--runs', '0'], /--runs 0 is no positive number/],
    [['--scale', 'x'], /--scale x is no positive number/],
    [['--fast'], /--fast/],
  ] as const) {
    it(`refuse ${args.join(' ')}`, () => {
      assert.throws(() => parseOptions(args), words);
    });
  }
});
