import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { imageHeaderOf } from '../../../src/thumbnails/header/imageHeader.js';
import { type PictureFacts, pictureFacts } from '../../../src/thumbnails/pictureFacts.js';
import { ODD_PICTURES, oddPictureBytes, type OddPicture } from '../../support/pictures/oddPictures.js';
import { startBrowser, type LocalBrowser } from '../../support/vscode/browser.js';

function factsOf(name: OddPicture): PictureFacts {
  const header = imageHeaderOf(oddPictureBytes(name));
  assert.ok(header, name);
  return pictureFacts(name, header);
}

describe('what is known of a picture', () => {
  it('names the format of the content, and the one that the name promises', () => {
    const { format, promised, inBrowser } = factsOf('heic-named.jpg');
    assert.deepEqual([format, promised, inBrowser], ['HEIC', 'JPEG', undefined]);
    const png = factsOf('png-named.jxl');
    assert.deepEqual([png.format, png.promised], ['PNG', 'JPEG XL']);
    assert.deepEqual(png.inBrowser, { width: 300, height: 200 });
    assert.equal(factsOf('cmyk.jpg').promised, undefined);
  });

  it('lists every picture of the folder', () => {
    const there = readdirSync('test/support/pictures').filter((name) => !/\.(?:ts|md)$/.test(name));
    assert.deepEqual(there.sort(), [...ODD_PICTURES].sort());
  });

  describe('agrees with Chromium', () => {
    let browser: LocalBrowser;
    let shown: (bytes: Buffer) => Promise<PictureFacts['inBrowser']>;
    before(async () => {
      browser = await startBrowser();
      const page = await browser.context.newPage();
      shown = async (bytes) => {
        const size = await page.evaluate<number[] | null>(`(async () => {
          const image = new Image();
          image.src = 'data:;base64,${bytes.toString('base64')}';
          return image.decode().then(() => [image.naturalWidth, image.naturalHeight], () => null);
        })()`);
        return size === null ? undefined : { width: size[0] ?? 0, height: size[1] ?? 0 };
      };
    });
    after(() => browser.close());

    for (const name of ODD_PICTURES) {
      // Builds of Chromium differ in JPEG XL, so the page asks its own.
      if (name === 'orientation-6.jxl') continue;
      it(`about ${name}`, async () => {
        assert.deepEqual(await shown(oddPictureBytes(name)), factsOf(name).inBrowser);
      });
    }

    it('about a WebP that lies on its side: it is not turned', () => {
      const { width, height, inBrowser, isUnturned } = factsOf('orientation-6.webp');
      assert.deepEqual([width, height, isUnturned], [300, 200, true]);
      assert.deepEqual(inBrowser, { width: 200, height: 300 });
    });
  });
});
