import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import sharp from 'sharp';
import {
  ODD_PICTURES,
  oddPicture,
  oddPictureBytes,
  type OddPicture,
} from '../../../support/pictures/oddPictures.js';
import { startBrowser, type LocalBrowser } from '../../../support/vscode/browser.js';
import type { PrintedThumbnail } from './madeByBuild.js';

/** Kinds that no build decodes. None of them is damaged. */
const UNSUPPORTED: readonly OddPicture[] = [
  ...(['12-bits.jpg', 'heic-named.jpg'] as const),
  ...(['12-bits.tif', '32-bit-integers.tif', 'lab.tif', 'lerc.tif', 'lzma.tif', 'zstd.tif'] as const),
];
/** For the page to decode, where its browser can. */
const IN_BROWSER: OddPicture = 'orientation-6.jxl';
/** Kinds that browsers do not show: their colours are held against the quadrants themselves. */
const NOT_IN_BROWSER: readonly OddPicture[] = ['ycbcr.tif', 'webp.tif'];
const QUADRANTS = [
  [0.25, 0.25, 220, 40, 40],
  [0.75, 0.25, 40, 190, 40],
  [0.25, 0.75, 40, 40, 220],
  [0.75, 0.75, 230, 220, 60],
] as const;
/** Chromium gives animated AVIF more contrast than the pictures that went into it: 234 for 220, 30 for 40. */
const BRIGHTER = 10;
/** Chromium does not turn it. */
const UNTURNED: OddPicture = 'orientation-6.webp';

describe('thumbnails of odd pictures', function () {
  // WebAssembly is compiled first, and browser and encoder share the cores.
  this.timeout(60_000);

  let folder: string;
  let browser: LocalBrowser;
  let pixelsInChromium: (bytes: Buffer, width: number, height: number) => Promise<Uint8Array>;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'odd-pictures-'));
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
    const entryPoints = ['test/unit/thumbnails/making/madeByBuild.ts'];
    buildSync({ entryPoints, bundle: true, platform: 'node', external: ['sharp'], outdir: folder });
    browser = await startBrowser();
    const page = await browser.context.newPage();
    pixelsInChromium = async (bytes, width, height) => {
      const base64 = await page.evaluate<string>(`(async () => {
        const bytes = Uint8Array.from(atob('${bytes.toString('base64')}'), (c) => c.charCodeAt(0));
        const image = await createImageBitmap(new Blob([bytes])); // Of a sequence, the first frame.
        const canvas = new OffscreenCanvas(${width}, ${height}).getContext('2d');
        canvas.imageSmoothingQuality = 'high';
        canvas.drawImage(image, 0, 0, ${width}, ${height});
        const { data } = canvas.getImageData(0, 0, ${width}, ${height});
        let text = '';
        for (let at = 0; at < data.length; at += 4096)
          text += String.fromCharCode(...data.subarray(at, at + 4096));
        return btoa(text);
      })()`);
      return Buffer.from(base64, 'base64');
    };
  });
  after(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  for (const build of ['native', 'wasm'] as const) {
    describe(`by the ${build} build`, () => {
      let made: Readonly<Record<string, PrintedThumbnail>>;
      before(() => {
        const script = join(folder, 'madeByBuild.js');
        const output = execFileSync(process.execPath, [script, build, ...ODD_PICTURES.map(oddPicture)], {
          maxBuffer: 2 ** 24,
        });
        made = JSON.parse(String(output)) as typeof made;
      });
      const thumbnailOf = (name: OddPicture): PrintedThumbnail => {
        const thumbnail = made[oddPicture(name)];
        assert.ok(thumbnail, name);
        return thumbnail;
      };
      const pixelsOf = (name: OddPicture) => {
        const { status, webp } = thumbnailOf(name);
        assert.equal(status, 'ready');
        const image = sharp(Buffer.from(webp ?? '', 'base64'));
        return image.ensureAlpha().raw().toBuffer({ resolveWithObject: true });
      };

      for (const name of UNSUPPORTED) {
        it(`${name}: unsupported, with its size`, () => {
          const { status, webp, width } = thumbnailOf(name);
          assert.deepEqual([status, webp], ['unsupported', undefined]);
          assert.ok(width === 300 || width === 48);
        });
      }

      it(`${IN_BROWSER}: left to the browser, with its size`, () => {
        assert.deepEqual(thumbnailOf(IN_BROWSER), { status: 'in-browser', width: 300, height: 200 });
      });

      for (const name of ODD_PICTURES) {
        const others = [...UNSUPPORTED, ...NOT_IN_BROWSER, UNTURNED, IN_BROWSER];
        if (others.includes(name)) continue;
        it(`${name}: as Chromium shows it`, async () => {
          const { data, info } = await pixelsOf(name);
          const shown = await pixelsInChromium(oddPictureBytes(name), info.width, info.height);
          const difference = meanDifference(data, shown);
          const most = name.startsWith('sequence') ? BRIGHTER : 5;
          assert.ok(difference < most, `the mean difference is ${String(difference)} of 255`);
          const { width = 0, height = 0 } = thumbnailOf(name);
          assert.ok(Math.abs(width / height - info.width / info.height) < 0.03, 'in the sides of its size');
        });
      }

      for (const name of [...NOT_IN_BROWSER, UNTURNED]) {
        if (name === 'webp.tif' && build === 'wasm') {
          it('webp.tif: unsupported, because this build would show black', () => {
            assert.deepEqual(thumbnailOf(name), { status: 'unsupported', width: 48, height: 32 });
          });
          continue;
        }
        it(`${name}: in its colours, upright`, async () => {
          const { data, info } = await pixelsOf(name);
          for (const [x, y, ...colour] of QUADRANTS) {
            const at = (Math.floor(y * info.height) * info.width + Math.floor(x * info.width)) * 4;
            assert.ok(meanDifference(data.subarray(at, at + 3), Uint8Array.from(colour)) < 8);
          }
        });
      }
    });
  }
});

/** Of bytes; a transparent pixel has no colour. */
function meanDifference(one: Uint8Array, other: Uint8Array): number {
  assert.equal(one.length, other.length);
  let sum = 0;
  for (let at = 0; at < one.length; at++) {
    const isTransparent = one.length > 3 && (one[at | 3] ?? 0) === 0 && (other[at | 3] ?? 0) === 0;
    if (!isTransparent) sum += Math.abs((one[at] ?? 0) - (other[at] ?? 0));
  }
  return sum / one.length;
}
