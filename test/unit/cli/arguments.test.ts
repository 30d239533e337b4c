import assert from 'node:assert/strict';
import { parseArguments } from '../../../src/cli/arguments.js';
import { SyncError } from '../../../src/core/errors.js';

const parse = (line: string) => parseArguments(line.split(' ').filter((word) => word !== ''));

describe('command-line arguments', () => {
  it('list', () => {
    assert.deepEqual(parse('list styles/16 --json'), {
      command: 'list',
      folder: 'styles/16',
      json: true,
      followLinks: false,
    });
  });

  it('to-s3 with its defaults', () => {
    assert.deepEqual(parse('to-s3 styles/16 --bucket b'), {
      command: 'sync',
      direction: 'to-s3',
      folder: 'styles/16',
      images: undefined,
      bucket: 'b',
      prefix: 'styles/',
      style: undefined,
      endpoint: undefined,
      region: undefined,
      profile: undefined,
      pathStyle: 'auto',
      syncDeletes: false,
      onConflict: 'skip',
      only: undefined,
      force: false,
      followLinks: false,
      concurrency: 32,
      dryRun: false,
      apply: undefined,
      json: false,
    });
  });

  it('every option', () => {
    const parsed = parse(
      'from-s3 f --bucket b --prefix p/ --style s --endpoint http://e --region r --profile q --path-style --sync-deletes --on-conflict overwrite --only captions --force --follow-links --concurrency 8 --dry-run --json',
    );
    assert.deepEqual(parsed, {
      command: 'sync',
      direction: 'from-s3',
      folder: 'f',
      images: undefined,
      bucket: 'b',
      prefix: 'p/',
      style: 's',
      endpoint: 'http://e',
      region: 'r',
      profile: 'q',
      pathStyle: true,
      syncDeletes: true,
      onConflict: 'overwrite',
      only: 'captions',
      force: true,
      followLinks: true,
      concurrency: 8,
      dryRun: true,
      apply: undefined,
      json: true,
    });
  });

  it('history, and undo with its defaults and with every option', () => {
    assert.deepEqual(parse('history f'), { command: 'history', folder: 'f', json: false });
    const undo = {
      command: 'undo',
      folder: 'f',
      json: false,
      region: undefined,
      profile: undefined,
      pathStyle: 'auto',
      concurrency: 32,
      run: undefined,
      files: undefined,
      endpoint: undefined,
      trustHistory: false,
      force: false,
      followLinks: false,
    };
    assert.deepEqual(parse('undo f'), undo);
    assert.deepEqual(
      parse(
        'undo f --run 20261122T1432-a --files a.jpg b.txt --profile q --region r --path-style --concurrency 4 --endpoint https://s3.example --trust-history --force --json',
      ),
      {
        ...undo,
        json: true,
        region: 'r',
        profile: 'q',
        pathStyle: true,
        concurrency: 4,
        run: '20261122T1432-a',
        files: ['a.jpg', 'b.txt'],
        endpoint: 'https://s3.example',
        trustHistory: true,
        force: true,
      },
    );
  });

  it('--apply names a plan file', () => {
    const parsed = parse('to-s3 f --bucket b --apply plan.json');
    assert.equal(parsed.command === 'sync' && parsed.apply, 'plan.json');
  });

  it('--images takes all words up to the next option, in any position', () => {
    for (const line of [
      'to-s3 f --images a.jpg b.png --bucket b',
      'to-s3 f --bucket b --images a.jpg b.png',
    ]) {
      const parsed = parse(line);
      assert.deepEqual(parsed.command === 'sync' && parsed.images, ['a.jpg', 'b.png']);
    }
  });

  for (const [line, words] of [
    ['', /Name a command/],
    ['upload f', /There is no command “upload”/],
    ['to-s3 --bucket b', /Name the folder/],
    ['to-s3 f --bucket b --path-style --host-style', /exclude each other/],
    ['to-s3 f', /Name the bucket/],
    ['to-s3 f g --bucket b', /“g” is one argument too many/],
    ['to-s3 f --bucket b --images', /Name at least one image/],
    ['to-s3 f --bucket b --sync-delete', /--sync-delete/],
    ['to-s3 f --bucket b --on-conflict ask', /--on-conflict is skip or overwrite/],
    ['to-s3 f --bucket b --only pictures', /--only is captions or images, not “pictures”/],
    ['undo f --only captions', /--only is no option of undo/],
    ['to-s3 f --bucket b --concurrency 0', /--concurrency is a whole number/],
    ['to-s3 f --bucket b --apply p --dry-run', /give one of them/],
    ['undo', /Name the folder: s3-training-data undo/],
    ['undo f --files', /Name at least one file/],
    // It would be harmful to ignore these options.
    ['undo f --dry-run', /--dry-run is no option of undo/],
    ['undo f --images a.jpg', /--images is no option of undo/],
    ['undo f --bucket b', /--bucket is no option of undo/],
    ['to-s3 f --bucket b --run r', /--run is no option of to-s3/],
    ['history f --bucket b', /--bucket is no option of history/],
    ['to-s3 f --bucket a --bucket b', /^--bucket is given twice: write it once$/],
    ['to-s3 f --bucket=b --prefix p/ --prefix=q/', /^--prefix is given twice: write it once$/],
    [
      'to-s3 f --bucket b --endpoint http://a --endpoint http://a',
      /^--endpoint is given twice: write it once$/,
    ],
    ['undo f --run r --run s', /^--run is given twice: write it once$/],
    [
      'to-s3 f --bucket b --concurrency -1',
      /^--concurrency needs a value, and the next word begins with “-”$/,
    ],
    ['to-s3 f --bucket --dry-run', /^--bucket needs a value, and the next word begins with “-”$/],
  ] as const) {
    it(`refuses “${line}”`, () => {
      assert.throws(
        () => parse(line),
        (error) =>
          error instanceof SyncError && error.code === 'bad-argument' && words.test(error.data.cause ?? ''),
      );
    });
  }
});
