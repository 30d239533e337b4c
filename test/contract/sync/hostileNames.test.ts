import assert from 'node:assert/strict';
import * as fs from 'node:fs';
import path from 'node:path';
import { adapters } from '../../../src/wiring/adapters.js';
import type { StyleAdapters } from '../../../src/operations/protocol/adapters.js';
import type { SyncResult } from '../../../src/operations/protocol/results.js';
import { syncStyle } from '../../../src/operations/syncStyle.js';
import type { Platform } from '../../../src/core/names.js';
import type { SyncDirection } from '../../../src/core/progress.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';
import { BUCKET, requestFor, STYLE, SyncedStyle } from '../../support/syncedStyle.js';

/** What becomes of a name: it is synced exactly, it is refused and reported, or it is not training data. */
type Fate = 'kept' | 'refused' | 'ignored';

const PREFIX_BYTES = `styles/${STYLE}/`.length;
/** A path with folders and this many bytes. */
const pathOfBytes = (bytes: number): string => `${'folder/'.repeat(115)}${'x'.repeat(bytes - 809)}.jpg`;

/** Names, with what becomes of them on a posix machine, and by the rules of Windows where those differ. */
const NAMES: readonly (readonly [name: string, posix: Fate, win32?: Fate])[] = [
  // Traversal
  ['../escape.jpg', 'refused'],
  ['../../escape.jpg', 'refused'],
  ['../160/other style.jpg', 'refused'],
  ['sub/../../escape.jpg', 'refused'],
  ['sub/../inside.jpg', 'refused'],
  ['./dot.jpg', 'refused'],
  ['sub/./dot.jpg', 'refused'],
  ['..\\escape.jpg', 'refused'],
  ['sub\\..\\..\\escape.jpg', 'refused'],
  ['%2e%2e/encoded.jpg', 'kept'],
  ['%2e%2e%2fencoded.jpg', 'kept'],
  ['．．/full width.jpg', 'kept'],
  // Absolute, drive, UNC
  ['/absolute.jpg', 'refused'],
  ['/tmp/absolute.txt', 'refused'],
  ['//server/share/unc.jpg', 'refused'],
  ['\\\\server\\share\\unc.jpg', 'refused'],
  ['\\\\?\\C:\\device.jpg', 'refused'],
  ['C:/drive.jpg', 'refused'],
  ['c:\\drive.jpg', 'refused'],
  ['C:relative.jpg', 'kept', 'refused'],
  ['~/home.jpg', 'kept'],
  ['back\\slash.jpg', 'refused'],
  ['sub//empty.jpg', 'refused'],
  // NUL and control characters
  ['nul\u0000.jpg', 'refused'],
  ['new\nline.jpg', 'refused'],
  ['return\r.jpg', 'refused'],
  ['tab\t.jpg', 'refused'],
  ['terminal\u001b[31m.jpg', 'refused'],
  ['delete\u007f.jpg', 'refused'],
  ['next line\u0085.jpg', 'refused'],
  ['terminal\u009b31m.jpg', 'refused'],
  // Reserved on Windows
  ['con.jpg', 'kept', 'refused'],
  ['NUL.tar.jpg', 'kept', 'refused'],
  ['aux/inside.jpg', 'kept', 'refused'],
  ['COM1.png', 'kept', 'refused'],
  ['lpt¹.jpg', 'kept', 'refused'],
  ['prn .jpg', 'kept', 'refused'],
  ['CONIN$.jpg', 'kept', 'refused'],
  ['question?.jpg', 'kept', 'refused'],
  ['star*.jpg', 'kept', 'refused'],
  ['pipe|.jpg', 'kept', 'refused'],
  ['stream.jpg:stream.png', 'kept', 'refused'],
  ['console.jpg', 'kept'],
  // Too long
  [`${'s'.repeat(251)}.jpg`, 'kept'],
  [`${'s'.repeat(252)}.jpg`, 'refused'],
  [`${'é'.repeat(126)}.jpg`, 'refused'],
  [pathOfBytes(1024 - PREFIX_BYTES), 'kept'],
  // Trailing dot and space: at the end of a file's name, the extension is no image's
  ['dot./inside.jpg', 'kept', 'refused'],
  ['space /inside.jpg', 'kept', 'refused'],
  ['dots../inside.jpg', 'kept', 'refused'],
  [' leading.jpg', 'kept'],
  ['trailing.jpg.', 'ignored'],
  ['trailing.jpg ', 'ignored'],
  // Twins
  ['Twin.jpg', 'kept', 'refused'],
  ['twin.jpg', 'kept', 'refused'],
  ['Twins/one.jpg', 'kept', 'refused'],
  ['twins/other.jpg', 'kept', 'refused'],
  ['twin σ.jpg', 'kept', 'refused'],
  ['twin ς.jpg', 'kept', 'refused'],
  ['caf\u00e9.jpg', 'refused'],
  ['cafe\u0301.jpg', 'refused'],
  ['caf\u00e9s/one.jpg', 'refused'],
  ['cafe\u0301s/other.jpg', 'refused'],
  ['both.jpg', 'refused'],
  ['both.jpg/inside.jpg', 'refused'],
  // Folder markers, hidden files
  ['', 'ignored'],
  ['sub/', 'ignored'],
  ['marker.jpg/', 'ignored'],
  ['/', 'ignored'],
  ['._cat.jpg', 'ignored'],
  ['.../dots.jpg', 'ignored'],
  ['.git/hooks/hook.txt', 'ignored'],
  ['.s3-training-data/manifest.txt', 'ignored'],
  // Names that are awkward for XML, URLs, shells and readers
  ['amp&ersand.jpg', 'kept'],
  ['&amp;.jpg', 'kept'],
  ['&#13;.jpg', 'kept'],
  ["apostrophe'.jpg", 'kept'],
  ['quote".jpg', 'kept', 'refused'],
  ['less<.jpg', 'kept', 'refused'],
  ['greater>.jpg', 'kept', 'refused'],
  [']]>.jpg', 'kept', 'refused'],
  ['<Key>x</Key>.jpg', 'kept', 'refused'],
  ['noncharacter\ufffe.jpg', 'kept'],
  ['noncharacter\uffff.jpg', 'kept'],
  ['byte order mark\ufeff.jpg', 'kept'],
  ['line\u2028separator.jpg', 'kept'],
  ['reversed\u202egpj.jpg', 'kept'],
  ['100%+#;=@,.jpg', 'kept'],
  ['$(id)`id`.jpg', 'kept'],
  ['-rf.jpg', 'kept'],
];

/** On this disk, but by the rules of `platform`: on Windows, names that differ only in case are one file. */
const adaptersOf = (platform: Platform): StyleAdapters => ({
  ...adapters,
  platform,
  openFolder: async (folder, options) => {
    const files = await adapters.openFolder(folder, options);
    files.foldsCase = () => Promise.resolve(platform === 'win32');
    return files;
  },
});

for (const platform of ['posix', 'win32'] as const) {
  describe(`hostile names by the rules of ${platform}, deletes on`, () => {
    let server: S3Server;
    let style: SyncedStyle;
    before(function () {
      // Only Linux disks can hold twins, and names that other systems refuse.
      if (process.platform !== 'linux') this.skip();
    });
    beforeEach(async () => {
      server = await startS3Server({ buckets: [BUCKET] });
      style = new SyncedStyle(server);
      server.bucket(BUCKET).put('styles/160/other style.jpg', 'of another style');
    });
    afterEach(async () => {
      style.remove();
      await server.close();
    });

    const sync = (direction: SyncDirection): Promise<SyncResult> =>
      syncStyle(
        { ...requestFor(server, style.folder), direction, syncDeletes: true, force: true },
        adaptersOf(platform),
        {
          signal: new AbortController().signal,
          onProgress: () => undefined,
          log: () => undefined,
        },
      );
    const namesThatAre = (fate: Fate, names = NAMES): string[] =>
      names
        .filter(([, posix, win32]) => (platform === 'win32' ? (win32 ?? posix) : posix) === fate)
        .map(([name]) => name)
        .sort();
    const filesFor = (names: readonly string[]): Record<string, string> =>
      Object.fromEntries([...names, 'good.jpg'].map((name) => [name, `bytes of ${name}`]));
    const checkReport = (result: SyncResult, refused: readonly string[]): void => {
      assert.deepEqual(result.refused_files.map(({ file }) => file).sort(), refused);
      assert.deepEqual([result.failed_files, result.conflict_files], [[], []]);
      assert.ok(result.refused_files.every(({ code, message }) => code === 'unsafe-name' && message !== ''));
    };
    /** Checks the folder above the style's: nothing else may appear there in any case. */
    const checkNothingEscaped = (): void => {
      assert.deepEqual(fs.readdirSync(path.dirname(style.folder)).sort(), ['.s3-training-data', STYLE]);
      assert.deepEqual(fs.readdirSync(path.join(style.folder, '../..')), ['styles']);
      assert.equal(
        server.bucket(BUCKET).objects.get('styles/160/other style.jpg')?.bytes.toString(),
        'of another style',
      );
    };

    it('of objects arrive exactly or are reported, and neither side loses a file because of them', async () => {
      const everything = filesFor(NAMES.map(([name]) => name));
      style.writeRemote(everything);
      const kept = namesThatAre('kept');
      const refused = namesThatAre('refused');

      const down = await sync('from-s3');
      checkReport(down, refused);
      assert.deepEqual(style.local, sorted(filesFor(kept)));
      assert.deepEqual(style.remote, sorted(everything));
      checkNothingEscaped();

      const up = await sync('to-s3');
      checkReport(up, refused);
      assert.deepEqual(up.deleted_files, []);
      assert.deepEqual(
        style.remote,
        sorted(everything),
        'a refused name is absent here, which is no reason to delete its object',
      );

      style.deleteLocal(...kept);
      const deleted = await sync('to-s3');
      checkReport(deleted, refused);
      assert.deepEqual(deleted.deleted_files.toSorted(), kept);
      const others = [...refused, ...namesThatAre('ignored')];
      assert.deepEqual(style.remote, sorted(filesFor(others)), 'exactly the keys that were meant');
      checkNothingEscaped();
    });

    it('of local files arrive exactly or are reported, and neither side loses a file because of them', async () => {
      const holdable = NAMES.filter(([name]) => canBeOnDisk(name));
      const everything = filesFor(holdable.map(([name]) => name));
      style.writeLocal(everything);
      const kept = namesThatAre('kept', holdable);
      const refused = namesThatAre('refused', holdable);

      const up = await sync('to-s3');
      checkReport(up, refused);
      assert.deepEqual(style.remote, sorted(filesFor(kept)));
      assert.deepEqual(style.local, sorted(everything));

      style.deleteRemote(...kept);
      const down = await sync('from-s3');
      checkReport(down, refused);
      assert.deepEqual(down.deleted_files.toSorted(), kept);
      const others = [...refused, ...namesThatAre('ignored', holdable)];
      assert.deepEqual(style.local, sorted(filesFor(others)));
      checkNothingEscaped();
    });
  });
}

/** Whether this disk can hold a file of that name beside the others of the table. */
function canBeOnDisk(name: string): boolean {
  const segments = name.split('/');
  return (
    !name.includes('\0') &&
    !name.startsWith('both.jpg') &&
    // Here the backslash is an ordinary character, and this a hidden file.
    !name.startsWith('..\\') &&
    segments.every((segment) => !['', '.', '..'].includes(segment) && Buffer.byteLength(segment) <= 255)
  );
}

const sorted = (files: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
