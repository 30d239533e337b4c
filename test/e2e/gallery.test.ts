import assert from 'node:assert/strict';
import {
  chooseFromContextMenu,
  chooseFromMenu,
  menuEntry,
  pressModalButton,
  treeRow,
} from '../support/vscode/workbench.js';
import { eventually } from './eventually.js';
import type { Gallery } from './gallery.js';
import { Stage, type Pairs } from './stage.js';

const PAIRS: Pairs = {
  'boat 01.jpg': 'a boat on a blue sea',
  'boat 02.jpg': 'a yellow boat at dawn',
  'fish 03.png': 'a red fish',
  'fish 04.png': null,
  'house 05.webp': 'a house beside a blue tree',
  'night 06.jpg': null,
};
const ALL = Object.keys(PAIRS);

describe('The gallery in the window', () => {
  let stage: Stage;

  before(async () => {
    stage = await Stage.open({
      styles: { select: PAIRS, menu: PAIRS, selected: PAIRS, filter: PAIRS, files: PAIRS, marks: PAIRS },
    });
  });
  after(() => stage.close());
  afterEach(function () {
    return stage.tidy(this.currentTest);
  });

  it('selects with mouse and keyboard, and shows the number of selected images', async () => {
    const { page } = stage;
    const gallery = await stage.openGallery('select');
    await gallery.picturesOf(ALL);
    const selection = async (images: readonly string[]): Promise<void> => {
      await eventually(async () => {
        assert.deepEqual(await gallery.selected(), images);
        assert.equal(await gallery.selectionCount.innerText(), `${images.length} of 6 selected`);
      });
    };

    await gallery.card('boat 02.jpg').click();
    await selection(['boat 02.jpg']);
    await gallery.card('fish 04.png').click({ modifiers: ['Control'] });
    await selection(['boat 02.jpg', 'fish 04.png']);
    await gallery.card('night 06.jpg').click({ modifiers: ['Shift'] });
    await selection(['fish 04.png', 'house 05.webp', 'night 06.jpg']);
    await stage.picture('selection');
    await page.keyboard.press('Control+a');
    await selection(ALL);
    await page.keyboard.press('Escape');
    await selection([]);

    await page.keyboard.press('Home');
    await page.keyboard.press(' ');
    await selection(['boat 01.jpg']);
    await page.keyboard.press('Shift+ArrowRight');
    await selection(['boat 01.jpg', 'boat 02.jpg']);
    await page.keyboard.press(' ');
    await selection(['boat 01.jpg']);
    await gallery.frame.locator('#select-all').click();
    await selection(ALL);
    await gallery.frame.locator('#clear-selection').click();
    await selection([]);
  });

  it('syncs only the selected pairs', async () => {
    const gallery = await stage.openGallery('selected');
    await gallery.card('boat 01.jpg').click();
    await gallery.card('fish 04.png').click({ modifiers: ['Control'] });
    await gallery.toS3.getByText('Sync 2 to S3').waitFor();
    await gallery.toS3.click();
    await stage.says('Synced selected to S3: 2 images and 1 caption uploaded.');
    assert.deepEqual(
      [...stage.remoteFiles('selected').keys()],
      ['boat 01.jpg', 'boat 01.txt', 'fish 04.png'],
    );

    await gallery.frame.locator('#clear-selection').click();
    await gallery.toS3.click();
    await stage.says('Synced selected to S3: 4 images and 3 captions uploaded.');
    stage.assertInStep('selected');
  });

  it('offers its acts in a menu, to the mouse and to the keyboard', async () => {
    const { page } = stage;
    const gallery = await stage.openGallery('menu');
    await gallery.picturesOf(ALL);
    await gallery.card('boat 01.jpg').click();
    await gallery.card('fish 04.png').click({ modifiers: ['Control'] });
    await gallery.card('fish 04.png').click({ button: 'right' });
    await menuEntry(page, 'Sync to S3').waitFor();
    await stage.picture('gallery-menu');
    assert.equal(await menuEntry(page, 'Open Caption').count(), 0);
    assert.equal(await menuEntry(page, 'Copy').count(), 0);
    await chooseFromMenu(page, 'Sync to S3');
    await stage.says('Synced menu to S3: 2 images and 1 caption uploaded.');
    assert.deepEqual([...stage.remoteFiles('menu').keys()], ['boat 01.jpg', 'boat 01.txt', 'fish 04.png']);

    await page.keyboard.press('Escape');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Shift+F10');
    await chooseFromMenu(page, 'Open Caption');
    await page.locator('.editor-group-container .view-line', { hasText: /a.yellow.boat/ }).waitFor();
    await gallery.grid.waitFor();
    await chooseFromContextMenu(page, gallery.selectionCount, 'Undo Last Sync');
    await pressModalButton(page, 'Undo Sync');
    await eventually(() => assert.equal(stage.remoteFiles('menu').size, 0));
  });

  it('filters by caption, and searches in names and captions', async () => {
    const gallery = await stage.openGallery('filter');
    await gallery.picturesOf(ALL);
    assert.deepEqual(await gallery.filter.locator('option:not([hidden])').allInnerTexts(), [
      'All 6',
      'Captioned 4',
      'Without caption 2',
      'Not in S3 6',
    ]);
    const shows = (images: readonly string[]): Promise<void> =>
      eventually(async () => assert.deepEqual(await gallery.images(), images));

    await gallery.filter.selectOption('uncaptioned');
    await shows(['fish 04.png', 'night 06.jpg']);
    await gallery.filter.selectOption('captioned');
    await shows(['boat 01.jpg', 'boat 02.jpg', 'fish 03.png', 'house 05.webp']);
    await gallery.search.fill('blue');
    await shows(['boat 01.jpg', 'house 05.webp']);
    await stage.picture('search');
    await selectAllShown(gallery);
    await gallery.search.fill('blue boat');
    await shows(['boat 01.jpg']);
    await eventually(async () =>
      assert.equal(await gallery.selectionCount.innerText(), '2 of 6 selected, 1 hidden by the filter'),
    );
    await gallery.search.fill('nothing like it');
    await gallery.frame.getByText('No images match the filter.').waitFor();
    await gallery.frame.locator('#notice-show-all').click();
    await shows(ALL);
  });

  it('opens an image with its caption beside it, and creates a missing caption', async () => {
    const { page } = stage;
    const gallery = await stage.openGallery('files');
    await gallery.card('fish 03.png').click();
    await page.keyboard.press('c');
    await page.locator('.editor-group-container .view-line', { hasText: /a.red.fish/ }).waitFor();
    await stage.picture('caption-beside');

    await gallery.card('fish 04.png').click();
    await page.keyboard.press('c');
    await gallery.frame.locator('#caption-field:focus').waitFor();
    assert.equal(stage.localFiles('files').has('fish 04.txt'), false);
    await page.keyboard.type('another fish');
    await page.keyboard.press('Control+s');
    await gallery.indicator('fish 04.png').waitFor();
    assert.equal(stage.textOf('files', 'fish 04.txt'), 'another fish');
    await treeRow(page, 'files').getByText('6 images · 1 without caption').waitFor();
  });

  it('marks images that have changed since the last sync', async () => {
    const gallery = await stage.openGallery('marks');
    await gallery.picturesOf(ALL);
    const marks = (expected: Readonly<Record<string, string>>): Promise<void> =>
      eventually(async () => assert.deepEqual(await gallery.syncStates(), expected));
    const [changed, isNew] = ['Changed since the last sync', 'Not in S3 yet'];
    await marks(Object.fromEntries(ALL.map((image) => [image, isNew])));
    await gallery.toS3.click();
    await stage.says('Synced marks to S3: 6 images and 4 captions uploaded.');
    await stage.writeFile('marks', 'boat 01.txt', 'a boat on a grey sea');
    await stage.remove('marks', 'boat 02.txt');
    await stage.write('marks', { 'tree 07.jpg': 'a tree' });
    // The caption that is gone goes nowhere: Sync Deletes is off.
    await marks({ 'boat 01.jpg': changed, 'tree 07.jpg': isNew });
    await gallery.picturesOf(['tree 07.jpg']);
    await stage.picture('sync-states');

    await stage.writeFile('marks', 'boat 02.txt', 'a yellow boat');
    await gallery.toS3.click();
    await stage.says('Synced marks to S3: 1 image and 3 captions uploaded.');
    await marks({});
  });

  const selectAllShown = async (gallery: Gallery): Promise<void> => {
    await gallery.grid.focus();
    await stage.page.keyboard.press('Control+a');
  };
});
