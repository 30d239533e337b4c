import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { PairsEdit } from '../../../src/operations/protocol/requests.js';
import { PairsFolders } from './pairsStyle.js';

const CHILD = fileURLToPath(new URL('crashingEdit.ts', import.meta.url));
const PAIRS = 60;
/** Lines of the journals at which the process is killed. */
const MOMENTS = [2, 70];

/** A killed edit loses nothing (docs/sync-contract.md §11). */
describe('an edit of pairs that is killed', () => {
  let folders: PairsFolders;
  beforeEach(() => (folders = new PairsFolders()));
  afterEach(() => folders.remove());

  const names = [...Array(PAIRS).keys()].map((number) => `cat ${String(number)}`);
  const images = names.map((name) => `${name}.jpg`);
  const files = Object.fromEntries(
    names.flatMap((name) => [
      [`${name}.jpg`, `image ${name} ${'x'.repeat(2000)}`],
      [`${name}.txt`, `caption of ${name}`],
    ]),
  );

  /** Kills the process as soon as the journals have so many lines; `false`: it was faster. */
  async function kill(edit: PairsEdit, lines: number): Promise<boolean> {
    const child = spawn(process.execPath, ['--import', 'tsx', CHILD, folders.root, JSON.stringify(edit)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let output = '';
    child.stdout.on('data', (text: Buffer) => (output += text.toString()));
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const watch = setInterval(() => {
      if (linesOfJournals() >= lines) child.kill('SIGKILL');
    }, 1);
    await ended;
    clearInterval(watch);
    return !output.includes('done');
  }

  function linesOfJournals(): number {
    const store = path.join(folders.root, 'styles/.s3-training-data');
    if (!fs.existsSync(store)) return 0;
    const journals = fs.readdirSync(store, { recursive: true, encoding: 'utf8' });
    return journals
      .filter((name) => name.endsWith('.jsonl'))
      .reduce((sum, name) => sum + fs.readFileSync(path.join(store, name), 'utf8').split('\n').length - 1, 0);
  }

  const withoutRemains = (found: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(found).filter(([name]) => !path.basename(name).startsWith('.')));

  for (const lines of MOMENTS) {
    const renamings = images.map((from) => ({ from, to: from.replace('cat', 'dog') }));
    const edits: Record<string, PairsEdit> = {
      delete: { act: 'delete', files: images },
      rename: { act: 'rename', renamings },
      duplicate: { act: 'duplicate', images },
    };
    for (const [name, edit] of Object.entries(edits)) {
      it(`is taken back as far as it came: ${name}, after ${String(lines)} lines of its journal`, async () => {
        folders.write('16', files);
        assert.ok(await kill(edit, lines), 'it was killed');
        // An image without its caption would be trained without it.
        const left = withoutRemains(folders.read('16'));
        const bare = Object.keys(left).filter(
          (file) => file.endsWith('.jpg') && left[file.replace('.jpg', '.txt')] === undefined,
        );
        assert.deepEqual(bare, []);
        await folders.undo('16');
        assert.deepEqual(withoutRemains(folders.read('16')), files);
      });
    }
  }

  it('leaves each pair in one of two styles at least, and both styles can be taken back', async () => {
    folders.write('16', files);
    folders.write('17', { 'own.jpg': 'own' });
    const to = { folder: folders.folder('17') };
    assert.ok(await kill({ act: 'move', images, to }, 260), 'it was killed');
    const both = { ...withoutRemains(folders.read('17')), ...withoutRemains(folders.read('16')) };
    assert.deepEqual(
      Object.keys(files).filter((file) => both[file] !== files[file]),
      [],
    );
    if ((await folders.history('16')).length > 0) await folders.undo('16');
    await folders.undo('17');
    assert.deepEqual(withoutRemains(folders.read('16')), files);
    assert.deepEqual(withoutRemains(folders.read('17')), { 'own.jpg': 'own' });
  });
});
