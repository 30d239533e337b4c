import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

const PAIRS = 10_000;
const EDITED = 2000;

describe('requests', () => {
  let server: S3Server;
  let style: SyncedStyle;
  before(async function () {
    this.timeout(120_000);
    server = await startS3Server({ buckets: [BUCKET] });
    style = new SyncedStyle(server);
    for (let i = 0; i < PAIRS; i++) {
      const pair = {
        [`image ${String(i)}.jpg`]: `image ${String(i)}`,
        [`image ${String(i)}.txt`]: `caption ${String(i)}`,
      };
      style.writeRemote(pair);
      for (const [name, content] of Object.entries(pair)) fs.writeFileSync(style.pathOf(name), content);
    }
  });
  after(async function () {
    this.timeout(120_000);
    style.remove();
    await server.close();
  });

  it(`adopt ${String(PAIRS)} pairs that both sides already have with list requests alone`, async () => {
    const result = await style.toS3();
    assert.deepEqual([result.uploaded, result.skipped], [0, 2 * PAIRS]);
    assert.deepEqual(server.requests.counts(), { ListObjectsV2: 20 });
  }).timeout(120_000);

  it(`for an unchanged style of ${String(PAIRS)} pairs are 20 lists and nothing else, either way`, async () => {
    for (const sync of [() => style.toS3({ syncDeletes: true }), () => style.fromS3({ syncDeletes: true })]) {
      server.requests.clear();
      assert.equal((await sync()).skipped, 2 * PAIRS);
      assert.deepEqual(server.requests.counts(), { ListObjectsV2: 20 });
      const byPlace = server.requests.all.filter(({ query }) => query.has('start-after'));
      assert.equal(byPlace.length, 19, 'what the last sync left tells where each page begins');
    }
    console.log(
      `      unchanged style of ${String(PAIRS)} pairs: ${JSON.stringify(server.requests.counts())}`,
    );
  }).timeout(120_000);

  it(`to replace ${String(EDITED)} captions are one for each, and two for the backup of them all`, async () => {
    // Makes known how the server handles an overwrite, and a new object.
    await editCaptions(2, 'found out');
    server.requests.clear();
    const result = await editCaptions(EDITED, 'edited');
    assert.equal(result.uploaded, EDITED);
    assert.deepEqual(server.requests.counts(), { ListObjectsV2: 20, PutObject: EDITED + 2 });
  }).timeout(120_000);

  const editCaptions = (count: number, text: string) => {
    for (let i = 0; i < count; i++)
      fs.writeFileSync(style.pathOf(`image ${String(i)}.txt`), `${text} ${String(i)}`);
    return style.toS3();
  };
});
