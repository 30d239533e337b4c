import assert from 'node:assert/strict';
import { ManifestDraft } from '../../../../src/core/manifest/manifestDraft.js';
import { ManifestSaver } from '../../../../src/core/manifest/manifestSaver.js';
import type { ManifestStore } from '../../../../src/core/ports/stores.js';

const LOCATION = { endpoint: '', bucket: 'training', prefix: 'styles/', styleId: '16' };
const ENTRY = { sha256: '0'.repeat(64), size: 1, mtimeMs: 1, ino: 1, etag: '"e"' };

/** After a crash, the next run compares again what was done since the last save (docs/sync-contract.md §2). */
describe('ManifestSaver', () => {
  it('saves during a run at most every five seconds, and once more at its end', async () => {
    let now = 0;
    const saved: number[] = [];
    const store: ManifestStore = {
      load: () => Promise.resolve(undefined),
      save: ({ entries }) => Promise.resolve(void saved.push(entries.size)),
    };
    const draft = new ManifestDraft(undefined, { root: '/16', identity: '1:1' }, LOCATION);
    const keeper = new ManifestSaver(draft, store, () => now, false);
    for (let file = 1; file <= 30; file++) {
      now += 1000;
      draft.remember(`${String(file)}.jpg`, ENTRY);
      keeper.touch();
      await new Promise(setImmediate); // lets a save in progress end
    }
    assert.deepEqual(saved, [5, 10, 15, 20, 25, 30]);
    draft.remember('last.jpg', ENTRY);
    await keeper.close();
    assert.deepEqual(saved.at(-1), 31);
  });
});
