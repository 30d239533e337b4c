import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { CommandLine } from '../../support/commandLine.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

/** Ways, as JavaScript, in which work that is not awaited can fail. */
const FAULTS = [
  ['an exception', `throw new TypeError('torn \\u001b[31m page')`],
  ['a rejection', `void Promise.reject(new TypeError('torn \\u001b[31m page'))`],
  ['a thrown object that is not an error', `throw Object.assign(Object.create(null), { torn: 'page' })`],
  ['an abort', `throw new DOMException('torn page', 'AbortError')`],
] as const;

/** `dist/cli.js` with a bug in work that it does not await: the fault replaces the socket that sends a request. */
describe('command line: an uncaught error', () => {
  let server: S3Server;
  let style: SyncedStyle;
  let folder: string;
  const to = ['--bucket', BUCKET];
  beforeEach(async () => {
    server = await startS3Server({ buckets: [BUCKET] });
    style = new SyncedStyle(server);
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'fault-'));
    style.writeLocal({ 'a.jpg': 'image', 'b.jpg': 'image' });
  });
  afterEach(async () => {
    style.remove();
    await server.close();
    fs.rmSync(folder, { recursive: true });
  });
  /** The fault happens right after the first request with that method. */
  function failingAt(method: string, fault: string, variables: NodeJS.ProcessEnv = {}): CommandLine {
    const file = path.join(folder, 'fault.cjs');
    fs.writeFileSync(
      file,
      `const { Socket } = require('node:net');
      const write = Socket.prototype.write;
      let isDue = true;
      Socket.prototype.write = function (chunk, ...rest) {
        if (isDue && String(chunk).startsWith('${method} ')) {
          isDue = false;
          setImmediate(() => { ${fault}; });
        }
        return write.call(this, chunk, ...rest);
      };`,
    );
    return new CommandLine(server, undefined, { NODE_OPTIONS: `--require ${file}`, ...variables });
  }

  for (const [what, fault] of FAULTS) {
    it(`ends with status 1 and two sentences, and says that nothing was changed: ${what}`, async () => {
      const { status, stdout, stderr } = await failingAt('GET', fault).run('to-s3', style.folder, ...to);
      assert.deepEqual([status, stdout], [1, '']);
      assert.match(
        stderr,
        /^Something unexpected went wrong: .*torn.*page.*\. Please report it\.\nNothing was changed\.\n$/,
      );
      assert.ok(!stderr.includes('\u001b'));
    });
  }

  it('says that nothing in the history is lost, and the next run continues', async () => {
    const [, fault] = FAULTS[0];
    const broken = await failingAt('PUT', fault).run('to-s3', style.folder, ...to, '--concurrency', '1');
    assert.equal(broken.status, 1);
    assert.match(
      broken.stderr,
      /Please report it\.\nThe run ended there\. Nothing that its history keeps is lost: .*\n$/,
    );
    const { status } = await new CommandLine(server).run('to-s3', style.folder, ...to);
    assert.equal(status, 0);
    assert.deepEqual(style.remote, { 'a.jpg': 'image', 'b.jpg': 'image' });
  });

  it('with --json: prints the error, without counts that nothing knows', async () => {
    const [, fault] = FAULTS[1];
    const early = await failingAt('GET', fault).json('to-s3', style.folder, ...to);
    const { uploaded, error } = early as { uploaded?: number; error?: { code: string } };
    assert.deepEqual([early.status, uploaded, error?.code], [1, 0, 'internal']);
    const late = await failingAt('PUT', fault).json('to-s3', style.folder, ...to);
    assert.deepEqual([late.status, Object.keys(late)], [1, ['error', 'status']]);
  });

  it('prints the stack on request', async () => {
    const [, fault] = FAULTS[0];
    const debugging = failingAt('GET', fault, { S3_TRAINING_DATA_DEBUG: '1' });
    const { stderr } = await debugging.run('to-s3', style.folder, ...to);
    assert.match(stderr, /\n {4}at .*fault\.cjs/);
  });
});
