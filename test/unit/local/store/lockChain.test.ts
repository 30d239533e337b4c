import assert from 'node:assert/strict';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  extendChain,
  newLockId,
  readChain,
  removeChain,
  type LockRecord,
} from '../../../../src/local/store/lockChain.js';
import { THIS_PROCESS } from '../../../../src/local/files/processIdentity.js';
import { makeStoreFolder } from '../../../../src/local/store/storeFolder.js';
import { StyleFolder } from '../styleFolder.js';

describe('the chain of takers of a lock', () => {
  let style: StyleFolder;
  let store: string;
  beforeEach(() => {
    style = new StyleFolder();
    store = makeStoreFolder(style.root);
  });
  afterEach(() => style.remove());

  const newRecord = (): LockRecord => ({
    ...THIS_PROCESS,
    id: newLockId(),
    holder: 'test',
    takenAt: new Date().toISOString(),
  });
  const idsOf = (): (string | undefined)[] => readChain(store).map(({ record }) => record?.id);

  it('has one successor for each holder: the second taker is refused', () => {
    const [dead, first, second] = [newRecord(), newRecord(), newRecord()];
    assert.ok(extendChain(store, undefined, dead));
    assert.ok(extendChain(store, dead, first));
    assert.ok(!extendChain(store, dead, second));
    assert.ok(!extendChain(store, undefined, second));
    assert.deepEqual(idsOf(), [dead.id, first.id]);
  });

  for (const isHeldAgain of [true, false]) {
    it(`refuses a late taker of a removed chain, ${isHeldAgain ? 'held anew' : 'held by nobody'}`, () => {
      const [dead, taker, next, late] = [newRecord(), newRecord(), newRecord(), newRecord()];
      extendChain(store, undefined, dead);
      // At this point the late taker has read the chain, and sleeps.
      extendChain(store, dead, taker);
      removeChain(store, taker.id);
      if (isHeldAgain) extendChain(store, undefined, next);
      assert.ok(!extendChain(store, dead, late));
      assert.deepEqual(idsOf(), isHeldAgain ? [next.id] : []);
      assert.deepEqual(readdirSync(store), isHeldAgain ? ['lock.json'] : []);
    });
  }

  it('accepts no record with an impossible process or an overlong name', () => {
    for (const forged of [
      { pid: 0 },
      { pid: -1 },
      { holder: 'x'.repeat(1000) },
      { host: 'x'.repeat(1000) },
    ]) {
      const record = { ...newRecord(), ...forged };
      assert.ok(!extendChain(store, undefined, record));
      writeFileSync(join(store, 'lock.json'), JSON.stringify(record));
      assert.deepEqual(idsOf(), [undefined], JSON.stringify(forged).slice(0, 40));
      rmSync(join(store, 'lock.json'));
    }
  });

  it('is removed by its holder only', () => {
    const [dead, holder] = [newRecord(), newRecord()];
    extendChain(store, undefined, dead);
    extendChain(store, dead, holder);
    removeChain(store, dead.id);
    assert.equal(idsOf().length, 2);
    removeChain(store, holder.id);
    assert.deepEqual(readdirSync(store), []);
  });
});
