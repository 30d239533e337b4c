import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeShim } from '../../../../src/local/program/commandLineShim.js';

/** Says how it was started. */
const SCRIPT = `console.log(JSON.stringify({ argv: process.argv.slice(2), asNode: process.env.ELECTRON_RUN_AS_NODE }));
process.exitCode = 7;`;

describe('the shim of the command line', () => {
  let folder: string;
  let script: string;
  const bin = (): string => path.join(folder, "b'in");
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'shim-'));
    mkdirSync(path.join(folder, "the $HOME of O'Neil ü"));
    script = path.join(folder, "the $HOME of O'Neil ü", 'cli.cjs');
    writeFileSync(script, SCRIPT);
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  /** Calls the program by its name, as a terminal does that has nothing else on its PATH. */
  const call = (...args: readonly string[]) =>
    spawnSync('s3-training-data', args, { env: { PATH: bin() }, encoding: 'utf8' });

  it('runs the script with the editor’s Node, and passes arguments and status through', async () => {
    await writeShim(bin(), { node: process.execPath, script });
    const args = ['from-s3', './a b', "it's", '$HOME', '', '--x=*'];
    const { status, stdout, stderr } = call(...args);
    assert.deepEqual([stderr, status], ['', 7]);
    assert.deepEqual(JSON.parse(stdout), { argv: args, asNode: '1' });
  });

  it('says what to do where editor or extension are gone', async () => {
    await writeShim(bin(), { node: process.execPath, script: path.join(folder, 'gone.js') });
    const { status, stderr } = call('--version');
    assert.equal(status, 2);
    assert.match(stderr, /^s3-training-data: the editor or the extension was updated or removed\. Reload/);
  });

  it('is whole at any time while several windows write it, and leaves nothing else behind', async () => {
    await writeShim(bin(), { node: process.execPath, script });
    const other = path.join(folder, 'other.cjs');
    writeFileSync(other, SCRIPT);
    const writes = [script, other, script, other].map((each) =>
      writeShim(bin(), { node: process.execPath, script: each }),
    );
    for (let n = 0; n < 5; n++) assert.equal(call().status, 7);
    await Promise.all(writes);
    assert.equal(call().status, 7);
    assert.deepEqual(readdirSync(bin()), ['s3-training-data']);
  });

  it('follows an update, and is left alone where it says the same', async () => {
    await writeShim(bin(), { node: process.execPath, script });
    const before = readFileSync(path.join(bin(), 's3-training-data'), 'utf8');
    await writeShim(bin(), { node: process.execPath, script: `${script}.new` });
    assert.notEqual(readFileSync(path.join(bin(), 's3-training-data'), 'utf8'), before);
  });

  it('on Windows is a batch file as well, which reads letters and percent signs of a path as they are', async () => {
    const node = 'C:\\Program Files\\100% VS Code\\Code.exe';
    await writeShim(bin(), { node, script: 'C:\\Users\\Jürgen\\cli.js' }, 'win32');
    assert.deepEqual(readdirSync(bin()).sort(), ['s3-training-data', 's3-training-data.cmd']);
    const lines = readFileSync(path.join(bin(), 's3-training-data.cmd'), 'utf8').split('\r\n');
    assert.ok(lines.includes('set "node=C:\\Program Files\\100%% VS Code\\Code.exe"'));
    assert.ok(lines.includes('set "script=C:\\Users\\Jürgen\\cli.js"'));
    assert.ok(lines.indexOf('chcp 65001 >nul') < lines.findIndex((line) => line.includes('Jürgen')));
    assert.ok(lines.includes('"%node%" "%script%" %*'));
  });
});
