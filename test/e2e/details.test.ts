import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { Locator } from 'playwright-core';
import { eventually } from './eventually.js';
import type { Gallery } from './gallery.js';
import { Stage, type Pairs } from './stage.js';

const PAIRS: Pairs = {
  'boat 01.jpg': '\ufeffa boat\r\non the sea\r\n',
  'fish 02.png': null,
  'house 03.webp': 'a house beside a tree',
  'tree 04.jpg': null,
  'open 05.jpg': 'a cup',
  'last 06.jpg': 'a lamp',
};

describe('The details of an image', () => {
  let stage: Stage;
  let gallery: Gallery;
  let field: Locator;

  before(async () => {
    stage = await Stage.open({
      styles: { details: PAIRS },
      settings: { 'files.autoSave': 'off' },
    });
  });
  after(() => stage.close());
  afterEach(function () {
    return stage.tidy(this.currentTest);
  });
  beforeEach(async () => {
    gallery = await stage.openGallery('details');
    field = gallery.frame.locator('#caption-field');
  });

  /** Makes the card of an image the active one, with its details open and its caption there. */
  const open = async (image: string): Promise<void> => {
    await gallery.card(image).click();
    if (!(await gallery.frame.locator('#details').isVisible())) await stage.page.keyboard.press('Enter');
    await gallery.frame.locator('.details-name', { hasText: image }).waitFor();
    await gallery.frame.locator('#caption-field:not([readonly])').waitFor();
  };
  const fieldSays = (text: string): Promise<void> =>
    eventually(async () => assert.equal(await field.inputValue(), text));
  const onDisk = (name: string, text: string): Promise<void> =>
    eventually(() => assert.equal(stage.textOf('details', name), text));

  it('show the picture itself, and edit the caption byte for byte', async () => {
    await open('boat 01.jpg');
    await gallery.frame.locator('.details-facts', { hasText: '×' }).waitFor();
    await gallery.frame.locator('#picture img.loaded').waitFor();
    await fieldSays('a boat\non the sea\n');
    await stage.picture('details');
    await field.press('Control+Home');
    await stage.page.keyboard.type('not ');
    await gallery.frame.locator('.caption-dirty').waitFor();
    assert.equal(stage.textOf('details', 'boat 01.txt'), '\ufeffa boat\r\non the sea\r\n');
    await stage.page.keyboard.press('Control+s');
    await onDisk('boat 01.txt', '\ufeffnot a boat\r\non the sea\r\n');
    await gallery.frame.locator('.caption-dirty').waitFor({ state: 'hidden' });

    // The next image, whose caption is made by what is typed and not by looking.
    await stage.page.keyboard.press('Alt+PageDown');
    await gallery.frame.locator('.details-name', { hasText: 'fish 02.png' }).waitFor();
    await gallery.frame.locator('#caption-field:not([readonly])').waitFor();
    assert.equal(existsSync(stage.fileOf('details', 'fish 02.txt')), false);
    await stage.page.keyboard.type('a fish');
    await stage.page.keyboard.press('Control+Enter');
    await onDisk('fish 02.txt', 'a fish');
    await gallery.indicator('fish 02.png').waitFor();
  });

  it('follow a change of the file, and ask if there is another text in the field', async () => {
    await open('house 03.webp');
    await stage.writeFile('details', 'house 03.txt', 'a house, changed outside');
    await fieldSays('a house, changed outside');
    await field.press('End');
    await stage.page.keyboard.type(' and here');
    await stage.writeFile('details', 'house 03.txt', 'a house, changed again');
    await gallery.frame.getByText('changed by another program').waitFor();
    await stage.picture('details-conflict');
    assert.equal(await field.inputValue(), 'a house, changed outside and here');
    assert.equal(stage.textOf('details', 'house 03.txt'), 'a house, changed again');
    await gallery.frame.locator('#keep-mine').click();
    await onDisk('house 03.txt', 'a house, changed outside and here');
  });

  it('make no file for an image without a caption that is only looked at', async () => {
    await gallery.card('tree 04.jpg').click();
    await stage.page.keyboard.press('c');
    await gallery.frame.locator('#caption-field:focus').waitFor();
    await stage.page.keyboard.press('Escape');
    await gallery.card('boat 01.jpg').click();
    await gallery.frame.locator('.details-name', { hasText: 'boat 01.jpg' }).waitFor();
    assert.equal(existsSync(stage.fileOf('details', 'tree 04.txt')), false);
  });

  it('show and edit the unsaved text of an open editor', async () => {
    await stage.type('details', 'open 05.txt', ' on a table');
    gallery = await stage.openGallery('details');
    await open('open 05.jpg');
    await fieldSays('a cup on a table');
    await gallery.frame.locator('#caption-field').press('End');
    await stage.page.keyboard.type(', blue');
    await stage.page.keyboard.press('Control+s');
    await onDisk('open 05.txt', 'a cup on a table, blue');
  });

  it('never empty a file: the caption is deleted if the user wants that', async () => {
    await open('last 06.jpg');
    await field.press('Control+a');
    await stage.page.keyboard.press('Delete');
    await stage.page.keyboard.press('Control+s');
    await gallery.frame.getByText('without text is not saved').waitFor();
    assert.equal(stage.textOf('details', 'last 06.txt'), 'a lamp');
    await stage.picture('details-emptied');
    await gallery.frame.locator('#delete-caption').click();
    await eventually(() => assert.equal(existsSync(stage.fileOf('details', 'last 06.txt')), false));
    await gallery.card('last 06.jpg').getByText('no caption').waitFor();
  });

  it('are followed by the caption that is open beside the gallery', async () => {
    await gallery.card('house 03.webp').click();
    await stage.page.keyboard.press('c');
    await stage.page.locator('.tab[data-resource-name="house 03.txt"]').waitFor();
    await gallery.card('boat 01.jpg').click();
    await stage.page.locator('.tab[data-resource-name="boat 01.txt"]').waitFor();
    await gallery.card('house 03.webp').click();
    await stage.editorShows(stage.textOf('details', 'house 03.txt'));
    assert.equal(await stage.page.locator('.tab[data-resource-name="boat 01.txt"]').count(), 0);
    // The gallery keeps the focus: the next key is the grid's. An image without a caption leaves the editor as it is.
    await stage.page.keyboard.press('ArrowLeft');
    await gallery.frame.locator('.gallery-card.active[data-path="fish 02.png"]').waitFor();
    await stage.editorShows(stage.textOf('details', 'house 03.txt'));
  });
});
