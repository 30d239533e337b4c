import assert from 'node:assert/strict';
import fc from 'fast-check';
import { newestManifestOf } from '../../../src/local/store/storedManifests.js';
import { reportFileOf } from '../../../src/local/store/reportFile.js';
import { openListedFolder } from '../../../src/local/style/localImages.js';
import { DEFAULT_IMAGE_EXTENSIONS, type SyncState } from '../../../src/dataset/trainingImage.js';
import { captionPathOf, mayBeCaption } from '../../../src/dataset/pairing.js';
import { listCaptionedImages } from '../../../src/operations/listImages.js';
import type { StyleStanding } from '../../../src/operations/protocol/standing.js';
import type { SyncResult } from '../../../src/operations/protocol/results.js';
import { fault } from '../../support/s3-server/faults.js';
import { SyncedStyle } from '../../support/syncedStyle.js';

/** docs/sync-contract.md §13: marks and counts say what a sync would do. */
describe('Where a style stands', () => {
  let style: SyncedStyle;
  beforeEach(async () => {
    style = await SyncedStyle.start();
  });
  afterEach(() => style.close());

  const look = async (): Promise<{ marks: Map<string, SyncState | undefined>; standing: StyleStanding }> => {
    const listing = await listCaptionedImages(
      { folder: style.folder, imageExtensions: DEFAULT_IMAGE_EXTENSIONS },
      {
        openListedFolder,
        newestManifestOf,
        reportOf: (root, location) => reportFileOf(root, location).load(),
        platform: 'posix',
      },
      new AbortController().signal,
    );
    const marks = new Map<string, SyncState | undefined>();
    for await (const batch of listing.batches) {
      for (const { relativePath, syncState } of batch) marks.set(relativePath, syncState);
    }
    return { marks, standing: listing.standing() };
  };

  const plannedFiles = ({ plan = [] }: SyncResult, action: string): string[] =>
    plan
      .filter((row) => row.action === action)
      .map(({ file }) => file)
      .sort();

  /** Holds marks, counts and the plan of a sync against each other. */
  const check = async (): Promise<void> => {
    const { marks, standing } = await look();
    const plan = await style.toS3({ dryRun: true, force: true });
    const uploads = new Set(plannedFiles(plan, 'upload'));
    for (const [image, mark] of marks) {
      const goesUp = uploads.has(image) || uploads.has(captionPathOf(image));
      assert.equal(
        mark !== undefined,
        goesUp,
        `${image}: mark ${String(mark)}, uploads ${[...uploads].join()}`,
      );
    }
    const captions = [...uploads].filter(mayBeCaption).length;
    assert.deepEqual(standing.toUpload, { images: uploads.size - captions, captions });
    const deleting = await style.toS3({ dryRun: true, force: true, syncDeletes: true });
    assert.deepEqual(standing.deletedHere.toSorted(), plannedFiles(deleting, 'delete'));
    assert.deepEqual(plannedFiles(plan, 'delete'), []);
  };

  const edits = fc.array(
    fc.record({
      file: fc.constantFrom(
        'a.jpg',
        'a.png',
        'a.txt',
        'b.jpg',
        'b.txt',
        'c/d.webp',
        'c/d.txt',
        'e.txt',
        'f.jpg',
      ),
      content: fc.constantFrom('one', 'two', 'three', undefined),
    }),
    { minLength: 1, maxLength: 6 },
  );
  type Edits = readonly { readonly file: string; readonly content: string | undefined }[];
  const carryOut = (changes: Edits): void => {
    for (const { file, content } of changes) {
      if (content !== undefined) style.writeLocal({ [file]: content });
      else if (style.local[file] !== undefined) style.deleteLocal(file);
    }
  };

  it('agrees with the plan of a sync after any edits, with and without Sync Deletes', async () => {
    style.writeLocal({ 'z.jpg': 'always there' });
    const property = fc.asyncProperty(edits, edits, fc.boolean(), async (before, after, syncDeletes) => {
      carryOut(before);
      await style.toS3({ force: true, syncDeletes });
      carryOut(after);
      await check();
    });
    await fc.assert(property, { numRuns: 25, seed: Number(process.env['PROPERTY_SEED'] ?? 20261201) });
  }).timeout(120_000);

  it('says nothing of a sync that did all, and when it ended', async () => {
    style.writeLocal({ 'a.jpg': 'a', 'a.txt': 'a cat' });
    await style.toS3();
    const { marks, standing } = await look();
    assert.deepEqual([...marks], [['a.jpg', undefined]]);
    assert.deepEqual(
      [standing.isSynced, standing.brokenOff, standing.deletedHereCount],
      [true, undefined, 0],
    );
    assert.ok((standing.syncedAtMs ?? 0) > 0);
  });

  it('keeps the mark of a pair that failed until a sync settles it', async () => {
    style.writeLocal({ 'a.jpg': 'a', 'b.jpg': 'b', 'b.txt': 'a dog' });
    const locked = fault.error(403, 'AccessDenied', 'Object is under legal hold');
    style.server.faults.add({ operation: 'PutObject', key: /b\.txt$/, then: locked });
    await style.toS3();
    const { marks, standing } = await look();
    assert.deepEqual([marks.get('a.jpg'), marks.get('b.jpg'), standing.failed], [undefined, 'failed', 1]);
    style.server.faults.clear();
    await style.toS3({ images: ['a.jpg'] });
    assert.equal((await look()).marks.get('b.jpg'), 'failed');
    await style.toS3();
    assert.equal((await look()).marks.get('b.jpg'), undefined);
  });

  it('marks a conflict, and no longer once the sync was undone or decided', async () => {
    style.writeLocal({ 'a.jpg': 'a', 'a.txt': 'a cat' });
    await style.toS3();
    style.writeLocal({ 'a.txt': 'a black cat' });
    style.writeRemote({ 'a.txt': 'a white cat' });
    await style.toS3();
    assert.equal((await look()).marks.get('a.jpg'), 'conflict');
    await style.toS3({ onConflict: 'overwrite', force: true });
    assert.equal((await look()).marks.get('a.jpg'), undefined);
  });

  it('says how far a sync came that was cancelled', async () => {
    const files = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`${String(i)}.jpg`, String(i)]));
    style.writeLocal(files);
    const cancel = new AbortController();
    let put = 0;
    style.server.faults.add({
      operation: 'PutObject',
      then: fault.call(() => {
        if (++put === 10) cancel.abort();
      }),
    });
    const result = await style.toS3({ concurrency: 1, handlers: { signal: cancel.signal } });
    const { standing } = await look();
    assert.deepEqual(standing.brokenOff, {
      startedAtMs: standing.brokenOff?.startedAtMs,
      direction: 'to-s3',
      done: result.uploaded,
      total: 30,
    });
  });
});
