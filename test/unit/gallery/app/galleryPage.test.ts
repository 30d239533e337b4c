import assert from 'node:assert/strict';
import sharp from 'sharp';
import { findChromium } from '../../../support/vscode/browser.js';
import { GalleryInBrowser } from './galleryInBrowser.js';
import { oddPictureBytes } from '../../../support/pictures/oddPictures.js';
import { captionedImage, manyImages } from '../images.js';

const CARDS = '.gallery-card';
const SELECTED = '.gallery-card.selected';

describe('gallery page in Chromium', function () {
  this.timeout(60_000);
  let gallery: GalleryInBrowser;

  before(async function () {
    if (findChromium() === undefined) {
      if (process.env['CI'] === 'true') throw new Error('No Chromium is installed, and CI must not skip.');
      console.log('    skipped: no Chromium is installed (or named by CHROMIUM)');
      this.skip();
    }
    gallery = await GalleryInBrowser.start();
  });
  after(async () => {
    // Without a browser, `before` skipped the tests and started nothing.
    if (findChromium() !== undefined) await gallery.close();
  });
  beforeEach(() => {
    gallery.errors.length = 0;
  });
  afterEach(() => {
    assert.deepEqual(gallery.errors, []);
  });

  const count = (selector: string): Promise<number> => gallery.page.locator(selector).count();
  const card = (path: string): ReturnType<typeof gallery.page.locator> =>
    gallery.page.locator(`${CARDS}[data-path=${JSON.stringify(path)}]`);
  const selectedPaths = (): Promise<string[]> =>
    gallery.page.evaluate(
      `[...document.querySelectorAll('${SELECTED}')].map((card) => card.dataset.path).sort()`,
    );
  /** Polls until exactly these images are selected: the cards are drawn in the next frame. */
  const selects = async (paths: readonly string[]): Promise<void> => {
    const deadline = Date.now() + 10_000;
    while (Date.now() < deadline && (await selectedPaths()).join('\n') !== paths.join('\n')) {
      await gallery.page.waitForTimeout(10);
    }
    assert.deepEqual(await selectedPaths(), paths);
  };
  const activePath = (): Promise<string> =>
    gallery.page.evaluate(`document.querySelector('.gallery-card.active').dataset.path`);
  const selectionCount = (): Promise<string | null> => gallery.page.textContent('#selection-count');
  /** Polls until the expression is true. (Playwright's own waiting needs `eval`, which the page's policy forbids.) */
  const until = async (expression: string): Promise<void> => {
    const deadline = Date.now() + 10_000;
    while (!(await gallery.page.evaluate(`Boolean(${expression})`))) {
      if (Date.now() > deadline) throw new Error(`Still not so: ${expression}`);
      await gallery.page.waitForTimeout(10);
    }
  };

  const SIX = [
    captionedImage('cat 1.jpg', 'a black cat'),
    captionedImage('cat 2.jpg'),
    captionedImage('cat 3.jpg', 'a white cat on a sofa'),
    captionedImage('dog 1.jpg', 'a dog'),
    captionedImage('dog 2.jpg'),
    captionedImage('sub/<b>bold<i> "x" & 100% #1 🐈.jpg', '<img src=x onerror="alert(1)">'),
  ];

  describe('cards', () => {
    it('mark exactly the images with a caption, as captions come and go', async () => {
      await gallery.open(SIX);
      assert.equal(await count(CARDS), 6);
      assert.equal(await count('.s3-caption-indicator'), 4);
      for (const image of SIX) {
        const indicator = card(image.relativePath).locator('.thumbnail > .s3-caption-indicator');
        assert.equal(await indicator.count(), image.hasCaption ? 1 : 0, image.relativePath);
      }
      const mark = card('cat 1.jpg').locator('.s3-caption-indicator');
      assert.equal(await mark.getAttribute('title'), 'Has caption file');
      assert.equal(await mark.textContent(), '📝');

      await gallery.show([
        captionedImage('cat 1.jpg'),
        captionedImage('cat 2.jpg', 'captioned'),
        ...SIX.slice(2),
      ]);
      await card('cat 2.jpg').locator('.s3-caption-indicator').waitFor();
      assert.equal(await card('cat 1.jpg').locator('.s3-caption-indicator').count(), 0);
    });

    it('show the sync state if there is one, and name it to screen readers', async () => {
      const named = async (image: string, state: string): Promise<void> => {
        await card(image).locator(`.thumbnail > .sync-state[title="${state}"]`).waitFor();
        assert.match((await card(image).getAttribute('aria-label')) ?? '', new RegExp(`, ${state}$`));
      };
      const [first, second, ...others] = SIX;
      assert.ok(first && second);
      await gallery.open([{ ...first, syncState: 'changed' }, { ...second, syncState: 'new' }, ...others]);
      await named('cat 1.jpg', 'Changed since the last sync');
      await named('cat 2.jpg', 'Not in S3 yet');
      assert.equal(await count('.sync-state'), 2);
      await gallery.show([first, { ...second, syncState: 'changed' }, ...others]);
      await named('cat 2.jpg', 'Changed since the last sync');
      await gallery.show([
        { ...first, syncState: 'conflict' },
        { ...second, syncState: 'failed', stateReason: 'It is locked.' },
        ...others,
      ]);
      await named('cat 1.jpg', 'Changed here and in S3');
      await named('cat 2.jpg', 'The last sync failed: It is locked.');
      await gallery.show([first, { ...second, syncState: 'changed' }, ...others]);
      await named('cat 2.jpg', 'Changed since the last sync');
      assert.equal(await count('.sync-state'), 1);
      assert.doesNotMatch((await card('cat 1.jpg').getAttribute('aria-label')) ?? '', /sync/);
    });

    it('lay transparent pictures on a checkerboard, and enlarge small ones to twice their size at most', async () => {
      const { thumbnailOf } = gallery;
      const webp = async (width: number, height: number, alpha: number): Promise<Uint8Array<ArrayBuffer>> => {
        const background = { r: 200, g: 0, b: 0, alpha };
        const made = await sharp({ create: { width, height, channels: 4, background } })
          .webp()
          .toBuffer();
        return new Uint8Array(made);
      };
      const pictures: Readonly<Record<string, Uint8Array<ArrayBuffer>>> = {
        'a.png': await webp(16, 12, 0.5),
        'b.png': await webp(120, 256, 1),
      };
      gallery.thumbnailOf = ({ name }) =>
        Promise.resolve({ status: 'ready', webp: pictures[name] ?? new Uint8Array() });
      await gallery.open([captionedImage('a.png'), captionedImage('b.png', null, { size: 1_500_000 })]);
      await until(`document.querySelectorAll('img.loaded').length === 2`);
      gallery.thumbnailOf = thumbnailOf;
      const box = async (path: string): Promise<number[]> => {
        const { width = 0, height = 0 } = (await card(path).locator('img').boundingBox()) ?? {};
        return [Math.round(width), Math.round(height)];
      };
      assert.deepEqual(await box('a.png'), [32, 24]);
      const [width = 0, height = 0] = await box('b.png');
      assert.ok(height > 160 && Math.abs(width / height - 120 / 256) < 0.02, `${width} × ${height}`);
      assert.equal(await count('img.transparent'), 1);
      assert.equal(await card('a.png').locator('img.transparent').count(), 1);
      const tooltip = (path: string): Promise<string | null> =>
        card(path).locator('.thumbnail').getAttribute('title');
      assert.equal(await tooltip('a.png'), 'a.png\n16 × 12 · 1 KB');
      assert.equal(await tooltip('b.png'), 'b.png\n1.4 MB');
    });

    it('show names and captions as text', async () => {
      await gallery.open(SIX);
      const odd = card('sub/<b>bold<i> "x" & 100% #1 🐈.jpg');
      assert.equal(await odd.locator('.card-name').textContent(), '<b>bold<i> "x" & 100% #1 🐈.jpg');
      assert.equal(await odd.locator('.card-caption').textContent(), '<img src=x onerror="alert(1)">');
      assert.equal(await card('cat 2.jpg').locator('.card-caption').textContent(), 'no caption');
    });

    it('show the thumbnail, and a new one when the file changes', async () => {
      await gallery.open(SIX);
      const source = `document.querySelector('[data-path="cat 1.jpg"] img.loaded')?.src`;
      await until(source);
      const before = await gallery.page.evaluate(source);
      gallery.messages.length = 0;
      await gallery.show([captionedImage('cat 1.jpg', 'a black cat', { size: 77 }), ...SIX.slice(1)]);
      assert.deepEqual((await gallery.take('wantThumbnails')).paths, ['cat 1.jpg']);
      await until(`![undefined, ${JSON.stringify(before)}].includes(${source})`);
    });

    it('say that an image is damaged', async () => {
      const { thumbnailOf } = gallery;
      gallery.thumbnailOf = (image) =>
        image.name.startsWith('dog') ? Promise.resolve({ status: 'damaged' }) : thumbnailOf(image);
      await gallery.open(SIX);
      await until(`document.querySelectorAll('.card-problem').length === 2`);
      gallery.thumbnailOf = thumbnailOf;
      assert.equal(await card('dog 1.jpg').locator('.card-problem').textContent(), 'unreadable');
      assert.equal(await card('dog 1.jpg').locator('.card-caption').textContent(), 'a dog');
      const colour = (): Promise<string> =>
        gallery.page.evaluate(
          `getComputedStyle(document.querySelector('[data-path="dog 1.jpg"] .card-problem')).color`,
        );
      const before = await colour();
      await card('dog 1.jpg').click();
      assert.equal(await colour(), before);
      assert.equal(await card('dog 1.jpg').locator('.broken').isVisible(), true);
      assert.equal(await card('dog 1.jpg').locator('.s3-caption-indicator').count(), 1);
      assert.match(
        (await card('dog 1.jpg').getAttribute('aria-label')) ?? '',
        /unreadable, Has caption file: a dog/,
      );
    });

    describe('of pictures that the extension does not decode', () => {
      const JXL = ['a.jxl', 'b.jxl', 'no picture.jxl'].map((name) => captionedImage(name));
      let restore: () => void;
      beforeEach(() => {
        const { thumbnailOf, originalOf } = gallery;
        restore = () => Object.assign(gallery, { thumbnailOf, originalOf });
        gallery.thumbnailOf = () => Promise.resolve({ status: 'in-browser' });
        gallery.originalOf = (path) =>
          new Uint8Array(oddPictureBytes(path.startsWith('no') ? 'zstd.tif' : 'orientation-6.jxl')).buffer;
      });
      afterEach(() => restore());

      it('show them where this browser does, one file at a time, each once', async function () {
        await gallery.open(JXL);
        const isSupported = `ImageDecoder.isTypeSupported('image/jxl')`;
        if (!(await gallery.page.evaluate<boolean>(isSupported))) this.skip();
        await until(`document.querySelectorAll('img.loaded').length === 2`);
        const size = `(({ naturalWidth, naturalHeight }) => [naturalWidth, naturalHeight].join())`;
        assert.equal(await gallery.page.evaluate(`${size}(document.querySelector('img.loaded'))`), '256,171');
        await until(`document.querySelectorAll('.no-picture').length === 1`);
        assert.match((await card('no picture.jxl').getAttribute('aria-label')) ?? '', /no preview/i);
        await gallery.page.waitForTimeout(100);
        const asked = gallery.messages.filter((message) => message.type === 'wantOriginal');
        assert.deepEqual(
          asked.map(({ path }) => path),
          ['a.jxl', 'b.jxl', 'no picture.jxl'],
        );
      });

      it('ask for no file where it does not', async () => {
        await gallery.page.addInitScript(`ImageDecoder.isTypeSupported = () => Promise.resolve(
          sessionStorage.getItem('jxl') !== 'no');`);
        await gallery.page.evaluate(`sessionStorage.setItem('jxl', 'no')`);
        await gallery.reload();
        await until(`document.querySelectorAll('.no-picture').length === 3`);
        await gallery.page.waitForTimeout(100);
        assert.equal(
          gallery.messages.some(({ type }) => type === 'wantOriginal'),
          false,
        );
      });
    });
  });

  describe('10,000 images', () => {
    before(() => gallery.open(manyImages(10_000)));

    it('keep the document under 500 cards while it scrolls', async () => {
      const most = await gallery.page.evaluate<number>(`(async () => {
        const grid = document.querySelector('#grid');
        let most = 0;
        for (let step = 0; step <= 120; step++) {
          grid.scrollTop = (grid.scrollHeight - grid.clientHeight) * step / 120;
          await new Promise(requestAnimationFrame);
          most = Math.max(most, document.querySelectorAll('.gallery-card').length);
        }
        return most;
      })()`);
      assert.ok(most > 10 && most < 500, String(most));
      await card('cat 10000.jpg').waitFor();
    });

    it('request the visible thumbnails and a few more, wherever scrolling stops', async () => {
      gallery.messages.length = 0;
      await gallery.page.evaluate(`document.querySelector('#grid').scrollTop = 50_000`);
      await until(
        `[...document.querySelectorAll('.gallery-card')].every((card) => card.querySelector('img.loaded'))`,
      );
      const { paths } = await gallery.take('wantThumbnails');
      assert.ok(paths.length >= 10 && paths.length < 100, String(paths.length));
    });

    it('reach both ends by keyboard, with one card as the active descendant', async () => {
      await gallery.page.focus('#grid');
      await gallery.page.keyboard.press('End');
      assert.equal(await card('cat 10000.jpg').getAttribute('aria-posinset'), '10000');
      const active = `document.getElementById(document.querySelector('#grid').getAttribute('aria-activedescendant')).dataset.path`;
      assert.equal(await gallery.page.evaluate(active), 'cat 10000.jpg');
      await gallery.page.keyboard.press('Home');
      assert.equal(await gallery.page.evaluate(active), 'cat 00001.jpg');
    });
  });

  describe('a page that was hidden', () => {
    const top = `document.querySelector('#grid').scrollTop`;
    const stored = (active: string): string =>
      `JSON.parse(sessionStorage.getItem('state')).active === ${JSON.stringify(active)}`;

    it('comes back at its scroll position', async () => {
      await gallery.open(manyImages(10_000));
      await gallery.page.focus('#grid');
      for (let pages = 0; pages < 5; pages++) await gallery.page.keyboard.press('PageDown');
      const active = `document.querySelector('.gallery-card.active').dataset.path`;
      const path = await gallery.page.evaluate<string>(active);
      const before = await gallery.page.evaluate<number>(top);
      await until(stored(path));
      await gallery.reload();
      await until(`${top} > 0`);
      assert.equal(await gallery.page.evaluate(active), path);
      assert.ok(Math.abs((await gallery.page.evaluate<number>(top)) - before) < 250);
    });

    it('stays at the top if it was there', async () => {
      await gallery.open(manyImages(100));
      await card('cat 00003.jpg').click();
      await until(stored('cat 00003.jpg'));
      await gallery.reload();
      assert.equal(await selectionCount(), '1 of 100 selected');
      assert.equal(await gallery.page.evaluate(top), 0);
    });
  });

  describe('selection', () => {
    beforeEach(() => gallery.open(SIX));

    it('follows click, Ctrl+click and Shift+click', async () => {
      await card('cat 2.jpg').click();
      await selects(['cat 2.jpg']);
      assert.equal(await card('cat 2.jpg').getAttribute('aria-selected'), 'true');
      await card('dog 1.jpg').click({ modifiers: ['Shift'] });
      await selects(['cat 2.jpg', 'cat 3.jpg', 'dog 1.jpg']);
      await card('cat 3.jpg').click({ modifiers: ['Control'] });
      await selects(['cat 2.jpg', 'dog 1.jpg']);
      assert.equal(await selectionCount(), '2 of 6 selected');
      await card('cat 1.jpg').click();
      await selects(['cat 1.jpg']);
    });

    it('takes the cards in a rectangle that the mouse draws, with Ctrl in addition; Esc gives it up', async () => {
      const { mouse, keyboard } = gallery.page;
      const centre = async (path: string): Promise<readonly [number, number]> => {
        const { x = 0, y = 0, width = 0, height = 0 } = (await card(path).boundingBox()) ?? {};
        return [x + width / 2, y + height / 2];
      };
      const draw = async (from: string, to: string): Promise<void> => {
        await mouse.move(...(await centre(from)));
        await mouse.down();
        await mouse.move(...(await centre(to)), { steps: 4 });
      };
      await draw('cat 1.jpg', 'cat 3.jpg');
      await selects(['cat 1.jpg', 'cat 2.jpg', 'cat 3.jpg']);
      assert.equal(await count('.rubber-band'), 1);
      await mouse.up();
      await until(`document.querySelector('.rubber-band') === null`);
      await selects(['cat 1.jpg', 'cat 2.jpg', 'cat 3.jpg']);
      await keyboard.down('Control');
      await draw('dog 1.jpg', 'dog 2.jpg');
      await mouse.up();
      await keyboard.up('Control');
      await selects(['cat 1.jpg', 'cat 2.jpg', 'cat 3.jpg', 'dog 1.jpg', 'dog 2.jpg']);
      await draw('dog 2.jpg', 'dog 1.jpg');
      await selects(['dog 1.jpg', 'dog 2.jpg']);
      await keyboard.press('Escape');
      await mouse.up();
      await selects(['cat 1.jpg', 'cat 2.jpg', 'cat 3.jpg', 'dog 1.jpg', 'dog 2.jpg']);
    });

    it('toggles with the check mark of a card', async () => {
      await card('cat 1.jpg').click();
      await card('cat 2.jpg').hover();
      await card('cat 2.jpg').locator('.card-check').click();
      await until(`document.querySelectorAll('${SELECTED}').length === 2`);
    });

    it('works with the keyboard alone', async () => {
      await gallery.page.focus('#grid');
      await gallery.page.keyboard.press('Space');
      await gallery.page.keyboard.press('ArrowRight');
      await gallery.page.keyboard.press('ArrowRight');
      await gallery.page.keyboard.press('Space');
      await selects(['cat 1.jpg', 'cat 3.jpg']);
      await gallery.page.keyboard.press('Shift+ArrowRight');
      await selects(['cat 3.jpg', 'dog 1.jpg']);
      await gallery.page.keyboard.press('Control+a');
      assert.equal(await selectionCount(), '6 of 6 selected');
      await gallery.page.keyboard.press('Escape');
      assert.equal(await selectionCount(), '0 of 6 selected');
    });

    it('selects all images that the filter shows, and says how many selected ones it hides', async () => {
      await gallery.page.selectOption('#filter', 'captioned');
      await gallery.page.click('#select-all');
      assert.equal(await selectionCount(), '4 of 6 selected');
      await gallery.page.fill('#search', 'cat');
      assert.equal(await selectionCount(), '4 of 6 selected, 2 hidden by the filter');
      await gallery.page.click('#clear-selection');
      assert.equal(await selectionCount(), '0 of 6 selected');
      assert.equal(await gallery.page.isDisabled('#clear-selection'), true);
    });

    it('survives updates and reloads, except for images that vanished', async () => {
      await gallery.page.click('#select-all');
      await gallery.show([captionedImage('a new one.jpg'), ...SIX.slice(1)]);
      await card('a new one.jpg').waitFor();
      assert.equal(await selectionCount(), '5 of 6 selected');
      assert.ok(!(await selectedPaths()).includes('a new one.jpg'));
      await until(`JSON.parse(sessionStorage.getItem('state')).selected.length === 5`);
      await gallery.reload();
      assert.equal(await selectionCount(), '5 of 6 selected');
    });

    it('limits Sync to S3; without a selection it syncs all images', async () => {
      assert.equal(await gallery.page.textContent('#sync-to-s3'), 'Sync to S3');
      await gallery.page.click('#sync-to-s3');
      assert.equal((await gallery.take('syncToS3')).images, null);
      await card('cat 2.jpg').click();
      assert.equal(await gallery.page.textContent('#sync-to-s3'), 'Sync 1 to S3');
      await gallery.page.click('#sync-to-s3');
      assert.deepEqual((await gallery.take('syncToS3')).images, ['cat 2.jpg']);
      await gallery.page.click('#preview-sync');
      assert.deepEqual((await gallery.take('previewSync')).images, ['cat 2.jpg']);
      await gallery.page.click('#sync-from-s3');
      await gallery.take('syncFromS3');
    });
  });

  it('requests the undo of the last sync, but not while a sync runs', async () => {
    await gallery.open(SIX);
    await gallery.page.getByRole('button', { name: 'Undo Last Sync' }).click();
    await gallery.take('undoLastSync');
    await gallery.send({ type: 'sync', sync: { text: 'Uploading 1 of 2', fraction: 0.5 }, summary: null });
    await until(`document.querySelector('#undo-last-sync').disabled`);
    await gallery.send({ type: 'sync', sync: null, summary: null });
    await until(`!document.querySelector('#undo-last-sync').disabled`);
  });

  describe('keyboard', () => {
    it('opens the details with Enter, the image with a double click, its caption with C', async () => {
      await gallery.open(SIX);
      await gallery.page.focus('#grid');
      await gallery.page.keyboard.press('End');
      await gallery.page.keyboard.press('ArrowLeft');
      await gallery.page.keyboard.press('ArrowLeft');
      await gallery.page.keyboard.press('Enter');
      assert.equal((await gallery.take('showDetails')).path, 'dog 1.jpg');
      await gallery.page.keyboard.press('c');
      assert.equal((await gallery.take('openCaption')).path, 'dog 1.jpg');
      await card('dog 1.jpg').dblclick();
      assert.equal((await gallery.take('openImage')).path, 'dog 1.jpg');
    });

    it('renames with F2, and deletes the selected images with Delete', async () => {
      await gallery.open(SIX);
      await card('cat 1.jpg').click();
      await card('cat 3.jpg').click({ modifiers: ['Control'] });
      await gallery.page.keyboard.press('F2');
      assert.equal((await gallery.take('renamePair')).path, 'cat 3.jpg');
      await gallery.page.keyboard.press('Delete');
      assert.deepEqual((await gallery.take('deletePairs')).images, ['cat 1.jpg', 'cat 3.jpg']);
      await gallery.page.focus('#search');
      await gallery.page.keyboard.press('Delete');
      await gallery.page.keyboard.press('F2');
      assert.equal(gallery.messages.filter(({ type }) => /Pair/.test(type)).length, 0);
    });

    it('opens the caption with a click on its mark, or on the words that there is none', async () => {
      await gallery.open(SIX);
      await card('cat 3.jpg').locator('.s3-caption-indicator').click();
      assert.equal((await gallery.take('openCaption')).path, 'cat 3.jpg');
      await card('cat 2.jpg').getByText('no caption').click();
      assert.equal((await gallery.take('showDetails')).path, 'cat 2.jpg');
      assert.equal(await gallery.page.evaluate('document.activeElement.id'), 'caption-field');
      await card('cat 1.jpg').getByText('a black cat').click();
      await selects(['cat 1.jpg']);
      assert.equal(gallery.messages.filter(({ type }) => type === 'openCaption').length, 0);
    });

    it('inverts the selection with Ctrl+I', async () => {
      await gallery.open(SIX);
      await card('cat 2.jpg').click();
      await gallery.page.keyboard.press('Control+i');
      assert.equal(await selectionCount(), '5 of 6 selected');
      await selects(
        SIX.map(({ relativePath }) => relativePath)
          .filter((path) => path !== 'cat 2.jpg')
          .sort(),
      );
    });

    it('finds names by their first letters, and Space selects', async () => {
      await gallery.open(SIX);
      await gallery.page.focus('#grid');
      await gallery.page.keyboard.press('d');
      assert.equal(await activePath(), 'dog 1.jpg');
      await gallery.page.keyboard.press('d');
      assert.equal(await activePath(), 'dog 2.jpg');
      await gallery.page.keyboard.press('Space');
      await selects(['dog 2.jpg']);
    });

    it('goes to the card before and after with Alt+PageUp and Alt+PageDown', async () => {
      await gallery.open(SIX);
      await gallery.page.focus('#grid');
      await gallery.page.keyboard.press('Alt+PageDown');
      await gallery.page.keyboard.press('Alt+PageDown');
      assert.equal(await activePath(), 'cat 3.jpg');
      await gallery.page.keyboard.press('Alt+PageUp');
      assert.equal(await activePath(), 'cat 2.jpg');
    });

    it('keeps editing keys of the search field from VS Code, and lets the others through', async () => {
      await gallery.open(SIX);
      await gallery.page.evaluate(`
        globalThis.seen = [];
        window.addEventListener('keydown', ({ key }) => seen.push(key))`);
      await gallery.page.focus('#search');
      for (const key of ['x', 'Space', 'Delete', 'F2', 'Control+a', 'F1', 'Control+s']) {
        await gallery.page.keyboard.press(key);
      }
      assert.deepEqual(await gallery.page.evaluate('seen'), ['Control', 'F1', 'Control', 's']);
    });

    it('never loses the focus: a control that is disabled or removed gives it to the cards', async () => {
      const focused = `document.activeElement.id`;
      await gallery.open(SIX);
      await gallery.page.focus('#sync-to-s3');
      await gallery.send({ type: 'sync', sync: { text: 'Uploading', fraction: null }, summary: null });
      await until(`${focused} === 'grid'`);
      await gallery.page.focus('#cancel-sync');
      await gallery.send({
        type: 'sync',
        sync: null,
        summary: { message: 'Done', outcome: 'done', actions: [] },
      });
      await until(`${focused} === 'grid'`);
      await gallery.page.focus('#dismiss-summary');
      await gallery.send({ type: 'sync', sync: null, summary: null });
      await until(`${focused} === 'grid'`);
      await gallery.send({ type: 'status', loading: false, error: 'The folder cannot be read.' });
      await until(`${focused} === 'notice-refresh'`);
      await gallery.send({ type: 'status', loading: false, error: null });
      await until(`${focused} === 'grid'`);
      await gallery.page.focus('#search');
      await gallery.page.click('#toolbar', { position: { x: 2, y: 2 } });
      await until(`${focused} === 'grid'`);
    });

    it('gives the cards the focus as soon as they are there', async () => {
      await gallery.open([]);
      await gallery.show(SIX);
      await until(`document.activeElement.id === 'grid'`);
    });

    it('reaches each bar and the cards with one Tab, and every control of a bar with the arrows', async () => {
      const focused = (): Promise<string> => gallery.page.evaluate('document.activeElement.id');
      const walk = async (key: string, steps: number): Promise<string[]> => {
        const reached: string[] = [];
        for (let step = 0; step < steps; step++) {
          reached.push(await focused());
          await gallery.page.keyboard.press(key);
        }
        return reached;
      };
      await gallery.open(SIX);
      await gallery.page.click('#select-all');
      await gallery.page.focus('#sync-to-s3');
      assert.deepEqual(await walk('Tab', 3), ['sync-to-s3', 'select-all', 'grid']);
      await gallery.page.focus('#search');
      assert.deepEqual(await walk('ArrowLeft', 8), [
        ...[
          'search',
          'sort',
          'filter',
          'more',
          'undo-last-sync',
          'preview-sync',
          'sync-from-s3',
          'sync-to-s3',
        ],
      ]);
      await gallery.page.focus('#select-all');
      assert.deepEqual(await walk('ArrowRight', 7), [
        ...['select-all', 'clear-selection', 'sync-deletes', 'smaller', 'thumbnail-size', 'larger'],
        'toggle-details',
      ]);
      await gallery.page.focus('#clear-selection');
      await gallery.page.keyboard.press('Shift+Tab');
      assert.equal(await focused(), 'sync-to-s3');
    });

    it('leaves the arrows to the text of the search, and the slider its keys', async () => {
      await gallery.open(SIX);
      await gallery.page.fill('#search', 'cat');
      await gallery.page.keyboard.press('ArrowLeft');
      await gallery.page.keyboard.type('x');
      assert.equal(await gallery.page.inputValue('#search'), 'caxt');
      await gallery.page.keyboard.press('Home');
      await gallery.page.keyboard.press('ArrowLeft');
      assert.equal(await gallery.page.evaluate('document.activeElement.id'), 'sort');
    });

    it('moves the Tab stop of a bar from a control that is disabled', async () => {
      await gallery.open(SIX);
      await gallery.send({ type: 'sync', sync: { text: 'Uploading', fraction: null }, summary: null });
      await until(`document.querySelector('#more').tabIndex === 0`);
      assert.equal(await count('#toolbar [tabindex="0"]'), 1);
    });
  });

  describe('folders', () => {
    const FOLDERS = [
      captionedImage('2_b/1.jpg', 'a boat'),
      captionedImage('2_b/2.jpg'),
      captionedImage('10_a/1.jpg', 'a cat'),
      captionedImage('10_a/2.jpg', 'a dog'),
      captionedImage('10_a/more/3.jpg', 'a cow'),
      captionedImage('zebra.jpg', 'a zebra'),
    ];
    const headings = (): Promise<string[]> =>
      gallery.page.evaluate(
        `[...document.querySelectorAll('.folder-heading')].sort((a, b) => a.getBoundingClientRect().top - b.getBoundingClientRect().top).map((heading) => heading.ariaLabel + (heading.ariaExpanded === 'true' ? '' : ' …'))`,
      );
    /** What a screen reader reads of the element that has the focus. */
    const focused = (): Promise<string> =>
      gallery.page.evaluate(
        `document.getElementById(document.querySelector('#grid').getAttribute('aria-activedescendant')).ariaLabel`,
      );
    const shownPaths = (): Promise<string[]> =>
      gallery.page.evaluate(
        `[...document.querySelectorAll('.gallery-card')].sort((a, b) => a.ariaPosInSet - b.ariaPosInSet).map((card) => card.dataset.path)`,
      );

    beforeEach(async () => {
      await gallery.page.setViewportSize({ width: 1000, height: 1300 });
      await gallery.open(FOLDERS);
    });
    after(() => gallery.page.setViewportSize({ width: 1000, height: 700 }));

    it('have headings, in natural order, below the images of the style itself', async () => {
      assert.deepEqual(await headings(), ['2_b, 2 images', '10_a, 2 images', '10_a/more, 1 image']);
      assert.deepEqual(await shownPaths(), [
        ...['zebra.jpg', '2_b/1.jpg', '2_b/2.jpg', '10_a/1.jpg', '10_a/2.jpg', '10_a/more/3.jpg'],
      ]);
      assert.equal(await gallery.page.getAttribute('#grid', 'role'), 'tree');
      assert.match((await card('10_a/1.jpg').getAttribute('aria-label')) ?? '', /^10_a\/1\.jpg, /);
      await gallery.open(SIX.slice(0, 3));
      assert.deepEqual(await headings(), []);
      assert.equal(await gallery.page.getAttribute('#grid', 'role'), 'listbox');
    });

    it('fold by mouse, and stay folded in a page that comes back', async () => {
      await gallery.page.getByText('10_a', { exact: true }).click();
      await until(`document.querySelectorAll('.gallery-card').length === 4`);
      assert.deepEqual((await headings())[1], '10_a, 2 images …');
      await gallery.page.click('#select-all');
      assert.equal(await selectionCount(), '4 of 6 selected');
      await gallery.page.fill('#search', 'jpg');
      assert.equal(await gallery.page.textContent('#hit-count'), '6 of 6');
      await gallery.page.fill('#search', 'a cat');
      assert.deepEqual(await headings(), ['10_a, 1 image …']);
      assert.equal(await gallery.page.isVisible('#notice'), false);
      await gallery.page.fill('#search', '');
      await until(
        `(({ folded, search }) => folded[0] === '10_a' && search === '')(JSON.parse(sessionStorage.getItem('state')))`,
      );
      await gallery.reload();
      await until(`document.querySelectorAll('.folder-heading').length === 3`);
      assert.deepEqual((await headings())[1], '10_a, 2 images …');
    });

    it('are reached and folded with the keyboard alone', async () => {
      const press = async (...keys: readonly string[]): Promise<void> => {
        for (const key of keys) await gallery.page.keyboard.press(key);
      };
      await gallery.page.focus('#grid');
      await press('Home', 'ArrowDown');
      assert.match(await focused(), /^2_b, 2 images/);
      await press('ArrowDown', 'ArrowRight', 'ArrowDown');
      assert.match(await focused(), /^10_a, /);
      await press('ArrowDown');
      assert.match(await focused(), /^10_a\/2\.jpg/);
      await press('ArrowUp', 'Space');
      await until(`document.querySelectorAll('.gallery-card').length === 4`);
      assert.match(await focused(), /^10_a, /);
      await press('ArrowDown');
      assert.match(await focused(), /^10_a\/more, /);
      await press('ArrowUp', 'ArrowUp');
      assert.match(await focused(), /^2_b\/2\.jpg/);
      await press('ArrowDown', 'ArrowRight');
      await until(`document.querySelectorAll('.gallery-card').length === 6`);
      await press('ArrowLeft', 'ArrowRight', 'ArrowRight');
      assert.match(await focused(), /^10_a\/1\.jpg/);
      assert.equal(await selectionCount(), '0 of 6 selected');
    });

    it('are part of the names where the order is another', async () => {
      await gallery.page.selectOption('#sort', 'longestCaption');
      assert.deepEqual(await headings(), []);
      assert.equal(await card('10_a/2.jpg').locator('.card-name').textContent(), '10_a/2.jpg');
      await gallery.page.selectOption('#sort', 'nameBackwards');
      assert.equal((await headings())[0], '10_a/more, 1 image');
      assert.equal(await card('10_a/2.jpg').locator('.card-name').textContent(), '2.jpg');
    });
  });

  describe('context menu', () => {
    /** What VS Code would pass to the commands of its menu. */
    const menus = `
      globalThis.menus = [];
      window.addEventListener('contextmenu', (event) => {
        event.preventDefault();
        let context = {};
        for (let at = event.target; at; at = at.parentElement) {
          context = { ...JSON.parse(at.dataset.vscodeContext ?? '{}'), ...context };
        }
        menus.push(context);
      })`;
    const folder = 'file:///work/styles/16';
    const takeMenu = async (): Promise<unknown> => {
      await until('menus.length === 1');
      return gallery.page.evaluate('menus.pop()');
    };

    beforeEach(async () => {
      await gallery.open(SIX);
      await gallery.page.evaluate(menus);
    });

    it('of a card is for its image, and for all selected images that are shown if it is one of them', async () => {
      await card('cat 2.jpg').click({ button: 'right' });
      const one = { webviewSection: 'card', hasCaption: false, folder, preventDefaultContextMenuItems: true };
      assert.deepEqual(await takeMenu(), { ...one, images: ['cat 2.jpg'] });
      assert.equal(await activePath(), 'cat 2.jpg');
      assert.deepEqual(await selectedPaths(), []);

      await gallery.page.click('#select-all');
      await gallery.page.fill('#search', 'cat');
      await card('cat 1.jpg').click({ button: 'right' });
      assert.deepEqual(await takeMenu(), {
        ...one,
        webviewSection: 'cards',
        hasCaption: true,
        images: ['cat 1.jpg', 'cat 2.jpg', 'cat 3.jpg'],
      });
    });

    for (const key of ['Shift+F10', 'ContextMenu']) {
      it(`opens with ${key} on the active card, once, and the focus stays`, async () => {
        await gallery.page.focus('#grid');
        await gallery.page.keyboard.press('End');
        await gallery.page.keyboard.press('ArrowLeft');
        await gallery.page.keyboard.press(key);
        const { images } = (await takeMenu()) as { images: string[] };
        assert.deepEqual(images, ['dog 2.jpg']);
        await gallery.page.waitForTimeout(100);
        assert.equal(await gallery.page.evaluate('menus.length'), 0);
        assert.equal(await gallery.page.evaluate('document.activeElement.id'), 'grid');
      });
    }

    it('of the rest of the page is for the style; a text field has its own', async () => {
      await gallery.page.click('#toolbar', { button: 'right', position: { x: 2, y: 2 } });
      assert.deepEqual(await takeMenu(), {
        webviewSection: 'gallery',
        preventDefaultContextMenuItems: true,
        folder,
      });
      await gallery.page.click('#search', { button: 'right' });
      const field = (await takeMenu()) as Record<string, unknown>;
      assert.equal(field['webviewSection'], 'field');
      assert.equal(field['preventDefaultContextMenuItems'], false);
    });
  });

  describe('toolbar', () => {
    it('filters, with the count of each choice', async () => {
      await gallery.open(SIX);
      assert.deepEqual(await gallery.page.locator('#filter option:not([hidden])').allTextContents(), [
        'All 6',
        'Captioned 4',
        'Without caption 2',
      ]);
      await gallery.page.selectOption('#filter', 'uncaptioned');
      assert.equal(await count(CARDS), 2);
      await gallery.page.selectOption('#filter', 'all');
      await gallery.page.fill('#search', 'SOFA');
      assert.equal(await count(CARDS), 1);
      await gallery.page.fill('#search', 'nothing like it');
      assert.equal(await gallery.page.textContent('.notice-text'), 'No images match the filter.');
      await gallery.page.click('#notice-show-all');
      assert.equal(await count(CARDS), 6);
      assert.equal(await gallery.page.inputValue('#search'), '');
    });

    it('shows in the search field how many images match', async () => {
      await gallery.open(SIX);
      const search = gallery.page.getByRole('textbox', { name: 'Search names and captions', exact: true });
      assert.equal(await gallery.page.isVisible('#hit-count'), false);
      await search.fill('cat');
      assert.equal(await gallery.page.textContent('#hit-count'), '3 of 6');
      await gallery.page.selectOption('#filter', 'uncaptioned');
      assert.equal(await gallery.page.textContent('#hit-count'), '1 of 6');
      await gallery.show(SIX.slice(0, 1));
      await until(`document.querySelector('#hit-count').textContent === '0 of 1'`);
      await gallery.page.click('#notice-show-all');
      assert.equal(await gallery.page.isVisible('#hit-count'), false);
    });

    it('resizes the thumbnails and remembers the size', async () => {
      await gallery.open(SIX);
      await gallery.page.focus('#thumbnail-size');
      await gallery.page.keyboard.press('End');
      assert.equal((await gallery.take('setThumbnailSize')).size, 320);
      const width = (): Promise<number> =>
        gallery.page.evaluate(`document.querySelector('.thumbnail').getBoundingClientRect().width`);
      assert.ok((await width()) > 250);
      await until(`JSON.parse(sessionStorage.getItem('state')).thumbnailSize === 320`);
      await gallery.reload();
      assert.equal(await gallery.page.inputValue('#thumbnail-size'), '320');
      assert.ok((await width()) > 250);
    });

    it('sorts, keeps the active card, and remembers the order', async () => {
      const [first, second, third, ...others] = SIX;
      assert.ok(first && second && third);
      const odd = captionedImage('a 10.jpg', 'the longest caption of all of them', {
        size: 9000,
        modifiedTime: 1_800_000_000_000.5,
      });
      const old = { ...second, size: 10, modifiedTime: 1000, syncState: 'new' } as const;
      await gallery.open([odd, first, old, third, ...others]);
      const order = (): Promise<string[]> =>
        gallery.page.evaluate(
          `[...document.querySelectorAll('.gallery-card')].sort((a, b) => a.ariaPosInSet - b.ariaPosInSet).map((card) => card.dataset.path)`,
        );
      assert.equal((await order())[0], 'a 10.jpg');
      await card('cat 3.jpg').click();
      const sorted = async (sort: string, begins: readonly string[]): Promise<void> => {
        await gallery.page.selectOption('#sort', sort);
        assert.equal((await gallery.take('setSort')).sort, sort);
        assert.deepEqual((await order()).slice(0, begins.length), begins);
      };
      await sorted('nameBackwards', ['dog 2.jpg', 'dog 1.jpg']);
      await sorted('newest', ['a 10.jpg', 'cat 1.jpg', 'cat 3.jpg']);
      await sorted('oldest', ['cat 2.jpg', 'cat 1.jpg', 'cat 3.jpg']);
      await sorted('largest', ['a 10.jpg', 'cat 1.jpg', 'cat 3.jpg']);
      await sorted('smallest', ['cat 2.jpg', 'cat 1.jpg']);
      await sorted('longestCaption', ['a 10.jpg', SIX[5]?.relativePath ?? '']);
      await sorted('shortestCaption', ['cat 2.jpg', 'dog 2.jpg', 'dog 1.jpg']);
      await sorted('notSynced', ['cat 2.jpg', 'a 10.jpg']);
      assert.equal(await activePath(), 'cat 3.jpg');
      await until(`JSON.parse(sessionStorage.getItem('state')).sort === 'notSynced'`);
      await gallery.reload();
      assert.equal(await gallery.page.inputValue('#sort'), 'notSynced');
      assert.deepEqual((await order()).slice(0, 2), ['cat 2.jpg', 'a 10.jpg']);
    });

    for (const [width, height] of [
      [1000, 700],
      [800, 700],
      [560, 700],
      [400, 700],
      [342, 480],
    ] as const) {
      it(`has its controls in two rows at ${width} × ${height}, all in sight, and whole cards`, async () => {
        await gallery.open(manyImages(10_000));
        await gallery.page.setViewportSize({ width, height });
        await gallery.page.fill('#search', 'number');
        await gallery.page.focus('#grid');
        await gallery.page.keyboard.press('Control+a');
        await gallery.page.locator('#thumbnail-size').evaluate((slider: unknown) => {
          (slider as { value: string }).value = '320';
          (slider as { dispatchEvent(event: unknown): void }).dispatchEvent(new Event('input'));
        });
        const { outside, rows, isSideways, wholeCards } = await gallery.page.evaluate<{
          outside: string[];
          rows: number[];
          isSideways: boolean;
          wholeCards: number;
        }>(`(async () => {
          await new Promise(requestAnimationFrame);
          await new Promise(requestAnimationFrame);
          const boxOf = (element) => element.getBoundingClientRect();
          const controls = [...document.querySelectorAll('.bar :is(button, select, input, label, .search, .picker)')]
            .filter((control) => control.getClientRects().length > 0);
          const isCut = (control) => {
            const { left, right, width } = boxOf(control);
            const covers = control.matches('button') && control.scrollWidth > control.clientWidth + 1;
            return left < 0 || right > ${width} || covers || (control.matches('.search') && width < 108);
          };
          const grid = boxOf(document.querySelector('#grid'));
          return {
            outside: controls.filter(isCut).map((control) => control.id || control.className),
            rows: [...document.querySelectorAll('.bar')].map((bar) => boxOf(bar).height),
            isSideways: document.documentElement.scrollWidth > ${width} || document.body.scrollHeight > ${height},
            wholeCards: [...document.querySelectorAll('.gallery-card')].map(boxOf)
              .filter(({ top, bottom, right }) => top >= grid.top && bottom <= grid.bottom && right <= ${width}).length,
          };
        })()`);
        await gallery.page.setViewportSize({ width: 1000, height: 700 });
        assert.deepEqual(outside, []);
        assert.ok(rows.length === 2 && rows.every((row) => row <= 40), JSON.stringify(rows));
        assert.equal(isSideways, false);
        assert.ok(wholeCards >= 1, String(wholeCards));
      });
    }

    it('names every control where only its icon is left', async () => {
      await gallery.open(SIX);
      await card('cat 2.jpg').click();
      await gallery.page.setViewportSize({ width: 342, height: 480 });
      const names = [
        ...['Sync 1 to S3', 'Sync from S3', 'More Actions…', 'Filter', 'Sort', 'Search names and captions'],
        ...['Select All', 'Clear', 'Sync Deletes', 'Smaller Thumbnails', 'Larger Thumbnails', 'Show Details'],
      ];
      for (const name of names) {
        const control = gallery.page.locator('.bar').getByLabel(name, { exact: true });
        assert.equal(await control.isVisible(), true, name);
      }
      await gallery.page.setViewportSize({ width: 1000, height: 700 });
    });

    it('opens the menu of the gallery with its button, below it', async () => {
      await gallery.open(SIX);
      await gallery.page.evaluate(`
        window.addEventListener('contextmenu', (event) => {
          event.preventDefault();
          globalThis.menu = { y: event.clientY, context: event.target.closest('[data-vscode-context]').dataset.vscodeContext };
        })`);
      const box = await gallery.page.locator('#more').boundingBox();
      await gallery.page.getByRole('button', { name: 'More Actions…' }).press('Enter');
      const menu = await gallery.page.evaluate<{ y: number; context: string }>('menu');
      assert.equal(menu.y, (box?.y ?? 0) + (box?.height ?? 0));
      assert.equal((JSON.parse(menu.context) as { webviewSection: string }).webviewSection, 'gallery');
    });
  });

  describe('Sync Deletes', () => {
    const TOOLTIP = 'When enabled, files deleted in source will also be deleted in target during sync';

    it('mirrors the setting: the checkbox changes it and follows its changes', async () => {
      await gallery.open(SIX);
      assert.equal(await gallery.page.getAttribute('#sync-deletes', 'title'), TOOLTIP);
      await gallery.page.check('#sync-deletes');
      assert.equal((await gallery.take('setSyncDeletes')).value, true);
      await gallery.send({ type: 'syncDeletes', value: false });
      await until(`!document.querySelector('#sync-deletes').checked`);
      await gallery.send({ type: 'syncDeletes', value: true });
      await until(`document.querySelector('#sync-deletes').checked`);
      await gallery.page.click('label.checkbox');
      assert.equal((await gallery.take('setSyncDeletes')).value, false);
    });
  });

  describe('sync', () => {
    const text = 'Uploading 212 of 340 · 41 of 66 MB · cat 07.jpg';

    it('shows progress and Cancel only while it runs, then its result', async () => {
      await gallery.open(SIX);
      assert.equal(await gallery.page.isVisible('#sync-progress'), false);
      assert.equal(await gallery.page.isVisible('#sync-summary'), false);

      await gallery.send({ type: 'sync', sync: { text, fraction: 0.62 }, summary: null });
      await gallery.page.waitForSelector('#sync-progress:visible');
      assert.match((await gallery.page.textContent('#sync-progress')) ?? '', /Uploading 212 of 340/);
      assert.equal(await gallery.page.getAttribute('[role=progressbar]', 'aria-valuenow'), '62');
      assert.equal(await gallery.page.isDisabled('#sync-to-s3'), true);
      await gallery.page.click('#cancel-sync');
      await gallery.take('cancelSync');

      const message = 'Synced 16 to S3: 34 uploaded, 2 deleted.';
      await gallery.send({ type: 'sync', sync: null, summary: { message, outcome: 'done', actions: [] } });
      await gallery.page.waitForSelector('#sync-summary:visible');
      assert.equal(await gallery.page.isVisible('#sync-progress'), false);
      assert.match((await gallery.page.textContent('#sync-summary')) ?? '', /34 uploaded, 2 deleted/);
      assert.equal(await gallery.page.locator('.sync-actions button').count(), 0);
      assert.equal(await gallery.page.isDisabled('#sync-to-s3'), false);
    });

    it('shows an icon for its outcome', async () => {
      await gallery.open(SIX);
      const marks = {
        done: 'pass',
        attention: 'warning',
        failed: 'error',
        cancelled: 'circle-slash',
      } as const;
      for (const outcome of ['done', 'attention', 'failed', 'cancelled'] as const) {
        const summary = { message: outcome, outcome, actions: [] };
        await gallery.send({ type: 'sync', sync: null, summary });
        await gallery.page.getByText(outcome, { exact: true }).waitFor();
        const shown = gallery.page.locator('#sync-summary > .codicon:visible');
        assert.match((await shown.getAttribute('class')) ?? '', new RegExp(`codicon-${marks[outcome]}$`));
      }
    });

    it('offers what leads to the rows of a result, and then the log', async () => {
      const message = 'Synced 16 from S3: 31 images downloaded, 3 images failed, 2 conflicts.';
      const actions = ['Review 2 Conflicts…', 'Retry 3 Failed', 'Show Log'];
      await gallery.open(SIX);
      await gallery.send({ type: 'sync', sync: null, summary: { message, outcome: 'attention', actions } });
      const buttons = gallery.page.locator('.sync-actions button');
      await buttons.first().waitFor();
      assert.deepEqual(await buttons.allTextContents(), actions);
      await buttons.nth(1).click();
      assert.equal((await gallery.take('followSummary')).action, 1);
      await gallery.page.click('#dismiss-summary');
      await gallery.take('dismissSummary');
    });
  });

  describe('nothing to show', () => {
    it('an empty style says so and offers a sync from S3', async () => {
      await gallery.open([]);
      assert.equal(await gallery.page.textContent('.notice-text'), 'No images in styles/16.');
      await gallery.page.click('#notice-sync-from-s3');
      await gallery.take('syncFromS3');
    });

    it('a style that cannot be read says why, with what to do and the log', async () => {
      await gallery.open(SIX);
      await gallery.send({ type: 'status', loading: false, error: 'The folder “styles/16” cannot be read.' });
      await gallery.page.click('#notice-show-log');
      await gallery.take('showLog');
      await gallery.page.click('#notice-refresh');
      await gallery.take('refresh');
      assert.equal(await gallery.page.isVisible('#grid'), false);
    });
  });
});
