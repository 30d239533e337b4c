import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { badgeOf, PATIENCE_MS, revealInExplorer, treeRow } from '../support/vscode/workbench.js';
import { eventually } from './eventually.js';
import { Stage, type Pairs } from './stage.js';

const PAIRS: Pairs = {
  'boat 01.jpg': 'a boat on a blue sea',
  'fish 02.png': null,
  'house 03.webp': 'a house beside a tree',
};

/** “Within about a second”, on a busy machine. */
const SOON_MS = 10_000;

describe('The mark of a caption', () => {
  let stage: Stage;

  before(async () => {
    stage = await Stage.open({ styles: { tree: PAIRS, explorer: PAIRS, gallery: PAIRS } });
  });
  after(() => stage.close());
  afterEach(function () {
    return stage.tidy(this.currentTest);
  });

  const marked = (row: Locator, patienceMs = SOON_MS): Promise<void> =>
    eventually(async () => assert.equal(await badgeOf(row), '📝'), patienceMs);
  /** Waits for the mark in a window that is still starting. */
  const firstMarked = (row: Locator): Promise<void> => marked(row, PATIENCE_MS);
  const unmarked = (row: Locator): Promise<void> =>
    eventually(async () => assert.equal(await badgeOf(row), ''), SOON_MS);

  it('is in the tree on exactly the images with a caption, and follows the disk', async () => {
    const boat = await stage.imageInTree('tree', 'boat 01.jpg');
    await boat.waitFor();
    const fish = treeRow(stage.page, 'fish 02.png');
    await firstMarked(boat);
    await marked(treeRow(stage.page, 'house 03.webp'));
    await unmarked(fish);
    await stage.picture('badges-tree');

    await stage.writeFile('tree', 'fish 02.txt', 'a red fish');
    await marked(fish);
    await fish.getByText('a red fish').waitFor();
    await stage.remove('tree', 'boat 01.txt');
    await unmarked(boat);
    await stage.rename('tree', 'fish 02.txt', 'boat 01.txt');
    await marked(boat);
    await unmarked(fish);
  });

  it('is in the Explorer too', async () => {
    const fish = await revealInExplorer(stage.page, 'styles/explorer/fish 02.png');
    const boat = treeRow(stage.page, 'boat 01.jpg');
    await firstMarked(boat);
    await unmarked(fish);
    await stage.picture('badges-explorer');

    await stage.rename('explorer', 'boat 01.txt', 'fish 02.txt');
    await marked(fish);
    await unmarked(boat);
    await stage.remove('explorer', 'fish 02.txt');
    await unmarked(fish);
  });

  it('is in the gallery on exactly the cards with a caption, and follows the disk', async () => {
    const gallery = await stage.openGallery('gallery');
    await gallery.picturesOf(Object.keys(PAIRS));
    assert.deepEqual(await gallery.captioned(), ['boat 01.jpg', 'house 03.webp']);
    const indicator = gallery.indicator('boat 01.jpg');
    assert.equal(await indicator.getAttribute('title'), 'Has caption file');
    assert.equal(await indicator.innerText(), '📝');
    assert.match(await gallery.card('fish 02.png').innerText(), /no caption/);
    await stage.picture('indicators');

    const becomes = (images: readonly string[]): Promise<void> =>
      eventually(async () => assert.deepEqual(await gallery.captioned(), images), SOON_MS);
    await stage.writeFile('gallery', 'fish 02.txt', 'a red fish');
    await becomes(['boat 01.jpg', 'fish 02.png', 'house 03.webp']);
    await stage.remove('gallery', 'house 03.txt');
    await becomes(['boat 01.jpg', 'fish 02.png']);
    await stage.rename('gallery', 'boat 01.txt', 'house 03.txt');
    await becomes(['fish 02.png', 'house 03.webp']);
    await stage.remove('gallery', 'fish 02.png', 'fish 02.txt');
    await becomes(['house 03.webp']);
    await eventually(async () => assert.deepEqual(await gallery.images(), ['boat 01.jpg', 'house 03.webp']));
  });
});
