import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { checkProgram } from '../../../scripts/packaging/checkProgram.js';
import { makeProgram } from '../../../scripts/packaging/oneFileProgram.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';

const BUCKET = 'one-file';

/** Whether this user can enter a root of his own. */
const canChroot = process.platform === 'linux' && process.getuid?.() === 0;

/** The program for machines without Node, in a root that holds it and the libraries that it names. */
describe('the command line as one file', function () {
  this.timeout(180_000);
  let root: string;
  let server: S3Server;

  before(async () => {
    root = mkdtempSync(path.join(tmpdir(), 'root-'));
    const program = await makeProgram(path.join(root, 'made'));
    checkProgram(program);
    for (const folder of ['bin', 'tmp', 'home']) mkdirSync(path.join(root, folder));
    copyFileSync(program, path.join(root, 'bin/s3-training-data'));
    rmSync(path.dirname(program), { recursive: true });
    server = await startS3Server({ buckets: [BUCKET] });
  });
  after(async () => {
    rmSync(root, { recursive: true });
    await server.close();
  });

  /** Runs the program in that root; an environment with nothing but what is given. */
  async function run(args: readonly string[], variables: NodeJS.ProcessEnv = {}) {
    const child = spawn('/usr/sbin/chroot', [root, '/bin/s3-training-data', ...args], {
      env: {
        HOME: '/home',
        AWS_ENDPOINT_URL: server.endpoint,
        AWS_EC2_METADATA_DISABLED: 'true',
        ...variables,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const output = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => (output.stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => (output.stderr += text));
    const status = await new Promise<number | null>((resolve) => child.once('close', resolve));
    return { status, ...output };
  }

  it('syncs in a root without Node: with keys from the environment, and with a profile by the SDK inside', async function () {
    if (!canChroot) this.skip();
    for (const library of librariesOf(path.join(root, 'bin/s3-training-data'))) {
      mkdirSync(path.join(root, path.dirname(library)), { recursive: true });
      copyFileSync(library, path.join(root, library));
    }
    mkdirSync(path.join(root, 'laptop/16'), { recursive: true });
    writeFileSync(path.join(root, 'laptop/16/a.jpg'), 'picture');
    writeFileSync(path.join(root, 'laptop/16/a.txt'), 'a caption');
    const { accessKeyId, secretAccessKey } = server.credentials;

    const up = await run(['to-s3', '/laptop/16', '--bucket', BUCKET], {
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    });
    assert.deepEqual([up.status, up.stderr], [0, '']);

    mkdirSync(path.join(root, 'home/.aws'));
    const profile = `[box]\naws_access_key_id = ${accessKeyId}\naws_secret_access_key = ${secretAccessKey}\n`;
    writeFileSync(path.join(root, 'home/.aws/credentials'), profile);
    const down = await run(['from-s3', '/box/16', '--bucket', BUCKET, '--profile', 'box', '--json']);
    assert.equal(down.status, 0, down.stderr);
    assert.deepEqual(
      ['a.jpg', 'a.txt'].map((name) => readFileSync(path.join(root, 'box/16', name), 'utf8')),
      ['picture', 'a caption'],
    );
    const undone = await run(['undo', '/box/16', '--profile', 'box', '--endpoint', server.endpoint]);
    assert.equal(undone.status, 0, undone.stderr);
  });
});

/** The shared libraries that a program names, and the loader. */
const librariesOf = (program: string): string[] =>
  [...execFileSync('ldd', [program], { encoding: 'utf8' }).matchAll(/(\/\S+) \(0x/g)].map(
    ([, file = '']) => file,
  );
