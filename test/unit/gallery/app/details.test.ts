import assert from 'node:assert/strict';
import sharp from 'sharp';
import type { CaptionMessage } from '../../../../src/gallery/messages/detailsMessages.js';
import { findChromium } from '../../../support/vscode/browser.js';
import { captionedImage } from '../images.js';
import { GalleryInBrowser } from './galleryInBrowser.js';

const IMAGES = [
  captionedImage('a/cat 1.png', 'a black cat'),
  captionedImage('a/cat 2.png'),
  captionedImage('b/dog 1.png', 'a dog'),
];
const FIRST = 'a/cat 1.png';

describe('the details in the gallery page', function () {
  this.timeout(60_000);
  let gallery: GalleryInBrowser;

  before(async function () {
    if (findChromium() === undefined) {
      if (process.env['CI'] === 'true') throw new Error('No Chromium is installed, and CI must not skip.');
      this.skip();
    }
    gallery = await GalleryInBrowser.start();
  });
  after(async () => {
    if (findChromium() !== undefined) await gallery.close();
  });
  beforeEach(async () => {
    gallery.errors.length = 0;
    await gallery.page.setViewportSize({ width: 1000, height: 700 });
    await gallery.open(IMAGES);
  });
  afterEach(() => {
    assert.deepEqual(gallery.errors, []);
  });

  const field = (): ReturnType<typeof gallery.page.locator> => gallery.page.locator('#caption-field');
  const focused = (): Promise<string> => gallery.page.evaluate('document.activeElement.id');
  const until = async (expression: string): Promise<void> => {
    const deadline = Date.now() + 10_000;
    while (!(await gallery.page.evaluate(`Boolean(${expression})`))) {
      if (Date.now() > deadline) throw new Error(`Still not so: ${expression}`);
      await gallery.page.waitForTimeout(10);
    }
  };
  const says = (more: Partial<CaptionMessage> = {}): Promise<void> =>
    gallery.send({
      type: 'caption',
      path: FIRST,
      file: 'a/cat 1.txt',
      revision: 1,
      text: 'a black cat',
      exists: true,
      isDirty: false,
      isInEditor: false,
      readOnly: null,
      conflict: null,
      isEmptied: false,
      problem: null,
      ...more,
    });
  /** Opens the details of the first image, whose caption has come. */
  const openFirst = async (): Promise<void> => {
    await gallery.page.focus('#grid');
    await gallery.page.keyboard.press('Enter');
    assert.equal((await gallery.take('showDetails')).path, FIRST);
    await says();
    await until(`!document.querySelector('#caption-field').readOnly`);
  };

  it('open with Enter on the active card, and Enter again goes to the caption', async () => {
    await openFirst();
    assert.equal(await focused(), 'grid');
    await gallery.page.keyboard.press('Enter');
    assert.equal(await focused(), 'caption-field');
    assert.equal(await gallery.page.textContent('.details-name'), FIRST);
    assert.equal(await gallery.page.textContent('.details-place'), '1 of 3');
    await gallery.page.keyboard.press('Escape');
    assert.equal(await focused(), 'grid');
    await gallery.page.click('#close-details');
    assert.equal((await gallery.take('showDetails')).path, null);
    assert.equal(await gallery.page.isVisible('#details'), false);
  });

  it('open for a caption that does not exist yet, with the cursor in its field', async () => {
    await gallery.page.focus('#grid');
    await gallery.page.keyboard.press('ArrowRight');
    await gallery.page.keyboard.press('c');
    assert.equal((await gallery.take('showDetails')).path, 'a/cat 2.png');
    assert.equal(await focused(), 'caption-field');
    assert.equal(
      gallery.messages.some(({ type }) => type === 'openCaption'),
      false,
    );
  });

  it('follow the active card, and go on in the shown order', async () => {
    await openFirst();
    await gallery.page.keyboard.press('ArrowRight');
    assert.equal((await gallery.take('showDetails')).path, 'a/cat 2.png');
    await gallery.page.click('#next-image');
    assert.equal((await gallery.take('showDetails')).path, 'b/dog 1.png');
    assert.equal(await gallery.page.isDisabled('#next-image'), true);
    await gallery.page.selectOption('#filter', 'captioned');
    await gallery.page.focus('#grid');
    await gallery.page.keyboard.press('Home');
    assert.equal((await gallery.take('showDetails')).path, FIRST);
    await gallery.page.keyboard.press('Alt+PageDown');
    assert.equal((await gallery.take('showDetails')).path, 'b/dog 1.png');
    await gallery.page.keyboard.press('Alt+PageUp');
    assert.equal((await gallery.take('showDetails')).path, FIRST);
  });

  it('send each change of the caption, and save it with Ctrl+S, Ctrl+Enter and on leaving', async () => {
    await openFirst();
    await field().press('End');
    await field().pressSequentially('!');
    const edit = await gallery.take('editCaption');
    assert.deepEqual(edit, { type: 'editCaption', path: FIRST, text: 'a black cat!', revision: 1 });
    await says({ text: 'a black cat!', isDirty: true });
    await gallery.page.locator('.caption-dirty').waitFor();
    await gallery.page.keyboard.press('Control+s');
    assert.equal((await gallery.take('saveCaption')).path, FIRST);
    await gallery.page.keyboard.press('Control+Enter');
    assert.equal((await gallery.take('saveCaption')).path, FIRST);
    assert.equal((await gallery.take('showDetails')).path, 'a/cat 2.png');
    assert.equal(await focused(), 'caption-field');
    await gallery.page.focus('#grid');
    assert.equal((await gallery.take('saveCaption')).path, 'a/cat 2.png');
  });

  it('cannot be typed into before the caption has come, so that no letter goes into another caption', async () => {
    await openFirst();
    await field().focus();
    await gallery.page.keyboard.press('Alt+PageDown');
    gallery.messages.length = 0;
    await gallery.page.keyboard.type('lost?');
    assert.equal(await field().inputValue(), '');
    assert.equal(
      gallery.messages.some(({ type }) => type === 'editCaption'),
      false,
    );
    await says({ path: 'a/cat 2.png', file: 'a/cat 2.txt', revision: 0, text: '', exists: false });
    await until(`!document.querySelector('#caption-field').readOnly`);
    await gallery.page.keyboard.type('kept');
    await until(`document.querySelector('#caption-field').value === 'kept'`);
  });

  it('leave the keys of text to the field: undo works, and no key of the grid does', async () => {
    await openFirst();
    await gallery.page.evaluate(`
      globalThis.reached = [];
      window.addEventListener('keydown', (event) => globalThis.reached.push(event.key));`);
    await field().press('End');
    await gallery.page.keyboard.type(' c');
    await gallery.page.keyboard.press('Control+z');
    await until(`document.querySelector('#caption-field').value === 'a black cat'`);
    await gallery.page.keyboard.press('Control+a');
    await gallery.page.keyboard.press('Delete');
    await until(`document.querySelector('#caption-field').value === ''`);
    await gallery.page.keyboard.press('F1');
    const reached = await gallery.page.evaluate<string[]>('globalThis.reached');
    assert.ok(reached.includes('F1'));
    for (const key of ['z', 'a', 'Delete', ' ']) assert.equal(reached.includes(key), false, key);
    assert.equal(await gallery.page.textContent('#selection-count'), '0 of 3 selected');
  });

  it('send a composed word whole', async () => {
    await openFirst();
    await field().focus();
    gallery.messages.length = 0;
    const session = await gallery.page.context().newCDPSession(gallery.page);
    await session.send('Input.imeSetComposition', { text: 'ね', selectionStart: 1, selectionEnd: 1 });
    await says({ revision: 2, text: 'another text' });
    await session.send('Input.imeSetComposition', { text: 'ねこ', selectionStart: 2, selectionEnd: 2 });
    assert.equal(
      gallery.messages.some(({ type }) => type === 'editCaption'),
      false,
    );
    assert.match(await field().inputValue(), /ねこ/);
    await session.send('Input.insertText', { text: '猫' });
    const { text, revision } = await gallery.take('editCaption');
    assert.match(text, /猫/);
    assert.equal(revision, 1);
  });

  it('show a text that came from elsewhere, with the cursor behind the same letter', async () => {
    await openFirst();
    await field().focus();
    await gallery.page.evaluate(`document.querySelector('#caption-field').setSelectionRange(7, 7)`);
    await says({ revision: 2, text: 'a black cat on a sofa' });
    await until(`document.querySelector('#caption-field').value.endsWith('sofa')`);
    assert.equal(await gallery.page.evaluate(`document.querySelector('#caption-field').selectionStart`), 7);
    // The echo of the page's own text does not replace what was typed since.
    await gallery.page.keyboard.type('er');
    await says({ revision: 2, text: 'a black cat on a sofa', isDirty: true });
    await gallery.page.locator('.caption-dirty').waitFor();
    assert.equal(await field().inputValue(), 'a blacker cat on a sofa');
  });

  it('ask whose text is kept when the file was changed meanwhile', async () => {
    await openFirst();
    await says({ isDirty: true, conflict: 'changed' });
    await gallery.page.getByText('changed by another program').waitFor();
    await gallery.page.click('#keep-mine');
    assert.equal((await gallery.take('resolveCaption')).act, 'mine');
    await gallery.page.click('#take-theirs');
    assert.equal((await gallery.take('resolveCaption')).act, 'theirs');
    await gallery.page.click('#compare-caption');
    assert.equal((await gallery.take('resolveCaption')).act, 'compare');
    await says();
    await gallery.page.locator('.caption-note').waitFor({ state: 'hidden' });
  });

  it('ask whether the caption is deleted if its text was emptied', async () => {
    await openFirst();
    await says({ text: '', revision: 2, isDirty: true, isEmptied: true });
    await gallery.page.getByText('without text is not saved').waitFor();
    assert.equal(await gallery.page.isVisible('#keep-mine'), false);
    await gallery.page.click('#keep-old-text');
    assert.equal((await gallery.take('resolveCaption')).act, 'theirs');
    await gallery.page.click('#delete-caption');
    assert.equal((await gallery.take('resolveCaption')).act, 'delete');
  });

  it('say why a caption cannot be edited', async () => {
    await openFirst();
    await says({ readOnly: 'not-utf8' });
    await gallery.page.getByText('not UTF-8').waitFor();
    assert.equal(await field().isEditable(), false);
  });

  it('keep the image whose caption is edited when a filter hides it', async () => {
    await gallery.page.selectOption('#filter', 'uncaptioned');
    await gallery.page.focus('#grid');
    await gallery.page.keyboard.press('Enter');
    assert.equal((await gallery.take('showDetails')).path, 'a/cat 2.png');
    await says({ path: 'a/cat 2.png', text: '', revision: 0 });
    await until(`!document.querySelector('#caption-field').readOnly`);
    await field().focus();
    await gallery.show(
      [...IMAGES, captionedImage('c.png')].map((image) => ({
        ...image,
        ...(image.name === 'cat 2.png' && { caption: 'x', hasCaption: true }),
      })),
    );
    await gallery.page.locator('.gallery-card[data-path="c.png"]').waitFor();
    assert.equal(await gallery.page.textContent('.details-name'), 'a/cat 2.png');
    await gallery.page.keyboard.press('Alt+PageDown');
    assert.equal((await gallery.take('showDetails')).path, 'c.png');
  });

  describe('picture', () => {
    let { thumbnailOf }: Partial<GalleryInBrowser> = {};
    beforeEach(() => ({ thumbnailOf } = gallery));
    afterEach(() => {
      if (thumbnailOf) gallery.thumbnailOf = thumbnailOf;
    });

    const width = (): Promise<number> =>
      gallery.page.evaluate(`document.querySelector('#picture img').getBoundingClientRect().width`);
    const showPicture = async (pixels: { width: number; height: number }): Promise<void> => {
      await openFirst();
      const png = await sharp({ create: { ...pixels, channels: 4, background: '#f008' } })
        .png()
        .toBuffer();
      const url = gallery.serve(`${String(pixels.width)}.png`, new Uint8Array(png));
      await gallery.send({
        type: 'picture',
        path: FIRST,
        version: '1',
        url,
        fileSize: 1_500_000,
        size: null,
      });
      await until(`document.querySelector('#picture img').naturalWidth === ${String(pixels.width)}`);
    };

    it('is fitted, with its true size', async () => {
      await showPicture({ width: 3000, height: 2000 });
      await until(`document.querySelector('.details-facts').textContent === '3,000 × 2,000 · 1.4 MB'`);
      const box = await gallery.page.evaluate<number>(`document.querySelector('#picture').clientWidth`);
      assert.ok(Math.abs((await width()) - box) < 2);
    });

    it('is not blown up beyond twice its size', async () => {
      await showPicture({ width: 16, height: 16 });
      await until(`document.querySelector('#picture img').getBoundingClientRect().width === 32`);
    });

    it('zooms with keys and with Ctrl and the wheel, and returns to fit', async () => {
      await showPicture({ width: 3000, height: 2000 });
      await gallery.page.focus('#picture');
      await gallery.page.keyboard.press('1');
      assert.equal(await width(), 3000);
      assert.equal(await gallery.page.getAttribute('#picture-actual', 'aria-pressed'), 'true');
      await gallery.page.keyboard.press('+');
      assert.equal(await width(), 3750);
      await gallery.page.keyboard.press('-');
      assert.equal(await width(), 3000);
      await gallery.page.locator('#picture').hover();
      await gallery.page.keyboard.down('Control');
      await gallery.page.mouse.wheel(0, -100);
      await gallery.page.keyboard.up('Control');
      await until(`document.querySelector('#picture img').getBoundingClientRect().width > 3100`);
      await gallery.page.keyboard.press('0');
      assert.ok((await width()) < 700);
    });

    it('is the small one of the card where the browser cannot show the file', async () => {
      await gallery.page.locator('.gallery-card img.loaded').first().waitFor();
      await openFirst();
      const url = gallery.serve('odd.png', new Uint8Array([1, 2, 3]));
      const size = { width: 2000, height: 1000 };
      await gallery.send({ type: 'picture', path: FIRST, version: '1', url, fileSize: 3, size });
      await until(`document.querySelector('#picture img.loaded')?.src.startsWith('blob:')`);
      await until(`document.querySelector('.details-facts').textContent === '2,000 × 1,000 · 3 B'`);
    });

    it('says that it cannot be shown', async () => {
      gallery.thumbnailOf = () => Promise.resolve({ status: 'unsupported' });
      await gallery.open(IMAGES);

      await openFirst();
      const url = gallery.serve('broken.png', new Uint8Array([1, 2, 3]));
      await gallery.send({ type: 'picture', path: FIRST, version: '1', url, fileSize: 3, size: null });
      await gallery.page.getByText('cannot be shown here').waitFor();
    });
  });

  describe('place', () => {
    const box = (selector: string): Promise<{ x: number; y: number; width: number; height: number }> =>
      gallery.page.evaluate(`(({ x, y, width, height }) => ({ x, y, width, height }))(
        document.querySelector('${selector}').getBoundingClientRect())`);

    it('is beside the grid, at an edge that moves and is remembered', async () => {
      await openFirst();
      const before = await box('#details');
      assert.ok(before.x > (await box('#grid')).width - 5);
      await gallery.page.focus('#splitter');
      await gallery.page.keyboard.press('ArrowLeft');
      await gallery.page.keyboard.press('ArrowLeft');
      const after = await box('#details');
      assert.ok(Math.abs(after.width - before.width - 48) < 2);
      await until(`JSON.parse(sessionStorage.getItem('state')).detailsSize > 0.44`);
      await gallery.reload();
      await gallery.take('showDetails');
      assert.ok(Math.abs((await box('#details')).width - after.width) < 2);
    });

    it('is below the grid in a narrow page, and over it in a small one', async () => {
      await openFirst();
      await gallery.page.setViewportSize({ width: 400, height: 800 });
      await until(`document.querySelector('main').classList.contains('below')`);
      const [grid, details] = [await box('#grid'), await box('#details')];
      assert.ok(details.y >= grid.y + grid.height - 5 && details.width === 400);
      await gallery.page.setViewportSize({ width: 342, height: 420 });
      await until(`document.querySelector('main').classList.contains('over')`);
      assert.equal((await box('#details')).width, 342);
      const cut = await gallery.page.evaluate(
        `[...document.querySelectorAll('#details button')].filter((button) => button.getBoundingClientRect().right > 342).length`,
      );
      assert.equal(cut, 0);
    });
  });
});
