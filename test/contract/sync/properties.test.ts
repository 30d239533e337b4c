import assert from 'node:assert/strict';
import fc from 'fast-check';
import { captionPathOf, ImageExtensions, mayBeCaption } from '../../../src/dataset/pairing.js';
import { DEFAULT_IMAGE_EXTENSIONS } from '../../../src/dataset/trainingImage.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, SyncedStyle } from '../../support/syncedStyle.js';

/** Properties of every style: random trees, edited at random between two syncs. */

const PATHS = [
  'a.jpg',
  'a.png',
  'a.txt',
  'b.webp',
  'b.txt',
  'sub/a.jpg',
  'sub/a.txt',
  'sub/deep/c.gif',
  'd.JPG',
  'd.txt',
];
const OTHERS = ['README.txt', 'a.npz', 'a.json', 'sub/notes.txt', 'sub/notes.md'];
/** The same trees in every run; try another seed after every change of the rules. */
const RUNS = { numRuns: 60, seed: Number(process.env['PROPERTY_SEED'] ?? 20261122) };

const extensions = new ImageExtensions(DEFAULT_IMAGE_EXTENSIONS);
type Tree = Record<string, string>;

const tree = fc.dictionary(
  fc.constantFrom(...PATHS, ...OTHERS),
  fc.constantFrom('cat', 'dog', 'bird', 'a longer one'),
  {
    maxKeys: 12,
  },
);
const withImage = tree.map((files): Tree => ({ 'always.jpg': 'there', ...files }));
const direction = fc.constantFrom('to-s3' as const, 'from-s3' as const);

/** The images and captions of a tree, given all names that are known to be images on either side. */
function inScope(files: Tree, known: Tree): Tree {
  const captions = new Set(
    Object.keys(known)
      .filter((path) => extensions.isImage(path))
      .map(captionPathOf),
  );
  return Object.fromEntries(
    Object.entries(files).filter(
      ([path]) => extensions.isImage(path) || (mayBeCaption(path) && captions.has(path)),
    ),
  );
}

function outOfScope(files: Tree, known: Tree): Tree {
  const scope = inScope(files, known);
  return Object.fromEntries(Object.entries(files).filter(([path]) => !(path in scope)));
}

describe('properties of sync', () => {
  let server: S3Server;
  before(async () => (server = await startS3Server({ buckets: [BUCKET] })));
  after(() => server.close());

  /** Fills both sides, syncs once if `history`, fills them again, and calls `check`. */
  const onTwoSides = async (
    sides: { readonly before: [Tree, Tree] | null; readonly now: [Tree, Tree] },
    check: (style: SyncedStyle) => Promise<void>,
  ): Promise<void> => {
    const style = new SyncedStyle(server);
    try {
      if (sides.before !== null) {
        fill(style, sides.before);
        await style.toS3();
      }
      fill(style, sides.now);
      await check(style);
    } finally {
      style.remove();
      for (const key of server.bucket(BUCKET).keys) server.bucket(BUCKET).delete(key);
    }
  };

  const fill = (style: SyncedStyle, [local, remote]: [Tree, Tree]): void => {
    style.deleteLocal(...Object.keys(style.local).filter((path) => !(path in local)));
    style.deleteRemote(...Object.keys(style.remote).filter((path) => !(path in remote)));
    style.writeLocal(local);
    style.writeRemote(remote);
  };

  const pairOfTrees = fc.tuple(withImage, withImage);
  const cases = fc.record({ before: fc.option(pairOfTrees), now: pairOfTrees });
  const sync = (style: SyncedStyle, to: 'to-s3' | 'from-s3', options = {}) =>
    to === 'to-s3' ? style.toS3(options) : style.fromS3(options);

  it('with deletes off, nothing is ever removed', async () => {
    await fc.assert(
      fc.asyncProperty(cases, direction, async (sides, to) =>
        onTwoSides(sides, async (style) => {
          const [local, remote] = [Object.keys(style.local), Object.keys(style.remote)];
          server.requests.clear();
          await sync(style, to);
          for (const path of local) assert.ok(path in style.local, `${path} vanished from the folder`);
          for (const path of remote) assert.ok(path in style.remote, `${path} vanished from S3`);
          assert.equal(server.requests.count('DeleteObject', 'DeleteObjects'), 0);
        }),
      ),
      RUNS,
    );
  }).timeout(120_000);

  it('the source is never changed, nor any other file on either side', async () => {
    await fc.assert(
      fc.asyncProperty(cases, direction, fc.boolean(), async (sides, to, syncDeletes) =>
        onTwoSides(sides, async (style) => {
          const [local, remote] = [style.local, style.remote];
          const known = { ...local, ...remote, ...sides.before?.[0], ...sides.before?.[1] };
          await sync(style, to, { syncDeletes });
          assert.deepEqual(to === 'to-s3' ? style.local : style.remote, to === 'to-s3' ? local : remote);
          assert.deepEqual(outOfScope(style.local, known), outOfScope(local, known));
          assert.deepEqual(outOfScope(style.remote, known), outOfScope(remote, known));
        }),
      ),
      RUNS,
    );
  }).timeout(120_000);

  it('with deletes on and the source winning, both sides end equal within the scope', async () => {
    await fc.assert(
      fc.asyncProperty(cases, direction, async (sides, to) =>
        onTwoSides(sides, async (style) => {
          const known = { ...style.local, ...style.remote };
          const result = await sync(style, to, { syncDeletes: true, onConflict: 'overwrite' });
          assert.equal(result.failed, 0);
          assert.deepEqual(inScope(style.local, known), inScope(style.remote, known));
        }),
      ),
      RUNS,
    );
  }).timeout(120_000);

  it('captions only and then images only end as a sync of both does', async () => {
    await fc.assert(
      fc.asyncProperty(cases, direction, fc.boolean(), async (sides, to, syncDeletes) => {
        const ends: Tree[][] = [];
        for (const steps of [[{}], [{ only: 'captions' }, { only: 'images' }]] as const) {
          await onTwoSides(sides, async (style) => {
            for (const step of steps) await sync(style, to, { syncDeletes, force: true, ...step });
            ends.push([style.local, style.remote]);
          });
        }
        assert.deepEqual(ends[1], ends[0]);
      }),
      { ...RUNS, numRuns: 30 }, // Each is two stories.
    );
  }).timeout(120_000);

  it('of one kind changes no file of the other', async () => {
    const kinds = fc.constantFrom('captions' as const, 'images' as const);
    await fc.assert(
      fc.asyncProperty(cases, direction, kinds, async (sides, to, only) =>
        onTwoSides(sides, async (style) => {
          const others = (files: Tree): Tree =>
            Object.fromEntries(
              Object.entries(files).filter(([path]) =>
                only === 'captions' ? extensions.isImage(path) : mayBeCaption(path),
              ),
            );
          const before = [others(style.local), others(style.remote)];
          await sync(style, to, { syncDeletes: true, onConflict: 'overwrite', force: true, only });
          assert.deepEqual([others(style.local), others(style.remote)], before);
        }),
      ),
      RUNS,
    );
  }).timeout(120_000);

  it('a second run does nothing', async () => {
    await fc.assert(
      fc.asyncProperty(cases, direction, fc.boolean(), async (sides, to, syncDeletes) =>
        onTwoSides(sides, async (style) => {
          const first = await sync(style, to, { syncDeletes });
          const [local, remote] = [style.local, style.remote];
          const second = await sync(style, to, { syncDeletes });
          assert.deepEqual([style.local, style.remote], [local, remote]);
          assert.equal(second.deleted, 0);
          assert.equal('uploaded' in second ? second.uploaded : second.downloaded, 0);
          assert.deepEqual(second.conflict_files, first.conflict_files);
        }),
      ),
      RUNS,
    );
  }).timeout(120_000);

  it('what was edited in the target since the last sync is never lost', async () => {
    await fc.assert(
      fc.asyncProperty(
        pairOfTrees,
        withImage,
        direction,
        fc.boolean(),
        async (start, edits, to, syncDeletes) =>
          onTwoSides({ before: null, now: start }, async (style) => {
            await sync(style, to, { syncDeletes: true, onConflict: 'overwrite' });
            const target = (): Tree => (to === 'to-s3' ? style.remote : style.local);
            const known = { ...style.local, ...style.remote };
            const edited = Object.fromEntries(
              Object.entries(inScope(target(), known)).map(([path]) => [
                path,
                `edited: ${edits[path] ?? path}`,
              ]),
            );
            if (to === 'to-s3') style.writeRemote(edited);
            else style.writeLocal(edited);
            await sync(style, to, { syncDeletes });
            for (const [path, content] of Object.entries(edited)) assert.equal(target()[path], content, path);
          }),
      ),
      RUNS,
    );
  }).timeout(120_000);
});
