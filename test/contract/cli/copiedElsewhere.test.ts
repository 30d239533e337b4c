import assert from 'node:assert/strict';
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

const DIST = path.resolve(import.meta.dirname, '../../../dist');

/** `dist/cli.js` in a folder of its own, as somebody copies it to another machine. */
describe('the command line, copied elsewhere', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'copied-'));
    cpSync(path.join(DIST, 'cli.js'), path.join(folder, 'cli.js'));
    writeFileSync(path.join(folder, 'a.jpg'), 'a');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** A sync whose keys are in a profile, which takes the SDK. */
  const sync = (): SpawnSyncReturns<string> =>
    spawnSync(process.execPath, ['cli.js', 'to-s3', '.', '--bucket', 'b', '--profile', 'nobody'], {
      cwd: folder,
      env: { AWS_CONFIG_FILE: '/nonexistent', AWS_SHARED_CREDENTIALS_FILE: '/nonexistent', HOME: folder },
      encoding: 'utf8',
    });

  it('says which file is missing, and does not ask for a report', () => {
    const { status, stdout, stderr } = sync();
    assert.deepEqual([status, stdout], [2, '']);
    assert.equal(stderr.trim(), '“sdk.js” is missing: it belongs beside the program. Copy both files.');
  });

  it('works with that file beside it', () => {
    cpSync(path.join(DIST, 'sdk.js'), path.join(folder, 'sdk.js'));
    const { stderr } = sync();
    assert.match(stderr, /profile “nobody”/);
  });
});
