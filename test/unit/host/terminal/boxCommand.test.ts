import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { parseArguments } from '../../../../src/cli/arguments.js';
import { boxCommand, type BoxPlace } from '../../../../src/host/terminal/boxCommand.js';

const PLACE: BoxPlace = {
  styleId: '16',
  bucket: 'my-training-data',
  prefix: 'styles/',
  endpoint: '',
  region: '',
  forcePathStyle: 'auto',
};

/** What the command line reads where a POSIX shell runs the line. */
function readBack(line: string) {
  const [, options = ''] = /^s3-training-data (.*)$/s.exec(line) ?? [];
  const script = `print() { for word; do printf '%s\\0' "$word"; done; }; print ${options}`;
  const words = execFileSync('sh', ['-c', script], { encoding: 'utf8' }).split('\0').slice(0, -1);
  const parsed = parseArguments(words);
  assert.equal(parsed.command, 'sync');
  return parsed;
}

describe('the command for the GPU box', () => {
  it('is short and plain where the settings are', () => {
    assert.equal(
      boxCommand(PLACE),
      's3-training-data from-s3 ./16 --bucket my-training-data --prefix styles/ --style 16',
    );
  });

  it('names endpoint, region and the style of addresses where they are set', () => {
    const endpoint = 'https://0123456789abcdef.r2.cloudflarestorage.com';
    const line = boxCommand({ ...PLACE, endpoint, region: 'auto', forcePathStyle: 'on' });
    assert.ok(line.endsWith(` --endpoint ${endpoint} --region auto --path-style`));
    const parsed = readBack(boxCommand({ ...PLACE, endpoint, forcePathStyle: 'off' }));
    assert.deepEqual([parsed.endpoint, parsed.pathStyle], [endpoint, false]);
  });

  for (const word of [
    "O'Neil's cat",
    '$(touch x)',
    '`id`',
    '-r',
    '--force',
    'a;b|c&d',
    '猫 "x" \\',
    '!!',
    '~',
  ]) {
    it(`means the same in a shell with ${word}`, () => {
      const parsed = readBack(boxCommand({ ...PLACE, styleId: word, prefix: word }));
      assert.deepEqual([parsed.folder, parsed.style, parsed.prefix], [`./${word}`, word, word]);
    });
  }

  it('can have an empty prefix', () => {
    assert.equal(readBack(boxCommand({ ...PLACE, prefix: '' })).prefix, '');
  });

  for (const word of ['a\nid', 'a\u001b[201~id', 'a\u009b'])
    it(`refuses what can end a paste in a terminal: ${JSON.stringify(word)}`, () => {
      assert.throws(() => boxCommand({ ...PLACE, prefix: word }), { code: 'bad-argument' });
    });
});
