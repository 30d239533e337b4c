import assert from 'node:assert/strict';
import { fault } from '../../support/s3-server/faults.js';
import { SyncedStyle } from '../../support/syncedStyle.js';

/** A write whose answer was lost, and the requests that find out what became of it (docs/sync-contract.md §9). */
describe('A write that was not answered', () => {
  let style: SyncedStyle;
  beforeEach(async () => {
    style = await SyncedStyle.start();
  });
  afterEach(() => style.close());

  for (const kind of ['new', 'replaced'] as const) {
    it(`is reported as unconfirmed where the run is cancelled while the object is looked at: ${kind}`, async () => {
      style.writeLocal({ 'a.jpg': 'a' });
      await style.toS3();
      style.writeLocal({ 'a.jpg': 'a, again' });
      await style.toS3();
      const file = kind === 'new' ? 'b.jpg' : 'a.jpg';
      style.writeLocal({ [file]: 'the newest' });
      const cancel = new AbortController();
      const key = `styles/16/${file}`;
      /** The retry is refused because the object already exists; then the client looks. */
      const cancelTheLook = (): void => {
        style.server.faults.add(
          { operation: 'HeadObject', key, then: fault.call(() => cancel.abort()) },
          { operation: 'HeadObject', key, then: fault.hang },
        );
      };
      style.server.faults.add(
        { operation: 'PutObject', key, then: fault.call(cancelTheLook) },
        { operation: 'PutObject', key, times: 1, then: fault.lostAnswer },
      );
      const result = await style.toS3({ handlers: { signal: cancel.signal } });
      assert.deepEqual([result.cancelled, result.unconfirmed_files], [true, [file]]);
      assert.equal(style.remote[file], 'the newest');
    });
  }
});
