import assert from 'node:assert/strict';
import {
  chooseFromMenu,
  explorerContextMenu,
  menuEntry,
  openContainer,
  openContextMenu,
  revealInExplorer,
  runCommand,
  runCommandAndPick,
  treeRow,
} from '../support/vscode/workbench.js';
import { eventually } from './eventually.js';
import { CATEGORY, Stage, type Pairs } from './stage.js';

const THREE: Pairs = {
  'boat 01.jpg': 'a boat on a blue sea',
  'fish 02.png': 'a red fish',
  'house 03.webp': null,
};

/** Names that are known to break URLs, headers, shells or webviews. */
const ODD: Pairs = {
  'two  spaces.jpg': 'two spaces',
  '#1 & 100%25.jpg': 'a hash, an ampersand and a percent sign',
  'a+b=c?.jpg': 'a plus, an equals sign and a question mark',
  [`it's "quoted".jpg`]: 'quotes',
  'emoji 🐈‍⬛.png': 'a black cat 🐈‍⬛',
  'Ünïcödé Привет 你好.webp': 'three alphabets',
  'photo.tar.jpg': 'two extensions',
  'in a #folder/50% [done]{1}.jpg': 'in a sub-folder',
};

describe('A sync in the window', function () {
  let stage: Stage;

  before(async () => {
    const styles = { palette: THREE, explorer: THREE, pair: THREE, tree: THREE, gallery: THREE, odd: ODD };
    stage = await Stage.open({ styles });
  });
  after(() => stage.close());
  afterEach(function () {
    return stage.tidy(this.currentTest);
  });

  it('is started from the palette, in both directions: captions go with their images', async () => {
    const { page } = stage;
    await runCommandAndPick(page, `${CATEGORY}: Sync to S3`, 'palette');
    await stage.says('Synced palette to S3: 3 images and 2 captions uploaded.');
    await stage.picture('sync-palette');
    stage.assertInStep('palette');
    assert.deepEqual(
      [...stage.remoteFiles('palette').keys()],
      ['boat 01.jpg', 'boat 01.txt', 'fish 02.png', 'fish 02.txt', 'house 03.webp'],
    );

    stage.put('palette', 'colleague 04.jpg', 'a picture');
    stage.put('palette', 'colleague 04.txt', 'from a colleague');
    await runCommandAndPick(page, `${CATEGORY}: Sync from S3`, 'palette');
    await stage.says('Synced palette from S3: 1 image and 1 caption downloaded.');
    stage.assertInStep('palette');

    await runCommandAndPick(page, `${CATEGORY}: Sync to S3`, 'palette');
    await stage.says('palette is up to date.');
  });

  it('downloads a style that is only in S3, which then is in the tree', async () => {
    const { page } = stage;
    stage.put('remote', 'boat 01.jpg', 'a picture');
    stage.put('remote', 'boat 01.txt', 'a boat');
    await openContainer(page, 'Training Data');
    await runCommandAndPick(page, `${CATEGORY}: Sync from S3`, 'remote');
    await stage.says('Synced remote from S3: 1 image and 1 caption downloaded.');
    stage.assertInStep('remote');
    await treeRow(page, 'remote').getByText('1 image').waitFor();
  });

  it('is started from the Explorer’s menu on the folder of a style', async () => {
    const { page } = stage;
    await openContextMenu(page, await revealInExplorer(page, 'styles/explorer'));
    await menuEntry(page, 'Sync from S3').waitFor();
    await stage.picture('explorer-menu-folder');
    await chooseFromMenu(page, 'Sync to S3');
    await stage.says('Synced explorer to S3: 3 images and 2 captions uploaded.');
    stage.assertInStep('explorer');

    await stage.remove('explorer', 'fish 02.png', 'fish 02.txt');
    await explorerContextMenu(page, 'styles/explorer', 'Sync from S3');
    await stage.says('Synced explorer from S3: 1 image and 1 caption downloaded.');
    stage.assertInStep('explorer');
  });

  it('syncs only the pair of an image, from the Explorer’s menu on it', async () => {
    await explorerContextMenu(stage.page, 'styles/pair/fish 02.png', 'Sync to S3');
    await stage.says('Synced pair to S3: 1 image and 1 caption uploaded.');
    assert.deepEqual([...stage.remoteFiles('pair').keys()], ['fish 02.png', 'fish 02.txt']);
  });

  it('is started from the buttons of a style in the tree', async () => {
    await stage.pressInline('tree', 'Sync to S3');
    await stage.says('Synced tree to S3: 3 images and 2 captions uploaded.');
    stage.assertInStep('tree');

    await stage.remove('tree', 'boat 01.txt');
    await stage.pressInline('tree', 'Sync from S3');
    await stage.says('Synced tree from S3: 1 caption downloaded.');
    stage.assertInStep('tree');
  });

  it('is started from the gallery, which shows its result and the new images', async () => {
    const gallery = await stage.openGallery('gallery');
    await gallery.toS3.click();
    await stage.says('Synced gallery to S3: 3 images and 2 captions uploaded.');
    await eventually(async () =>
      assert.equal(
        await gallery.summary.innerText(),
        'Synced gallery to S3: 3 images and 2 captions uploaded.',
      ),
    );
    await stage.picture('sync-gallery');
    stage.assertInStep('gallery');

    stage.put('gallery', 'night 04.txt', 'a night sky');
    stage.put('gallery', 'night 04.jpg', 'not a picture at all');
    await gallery.fromS3.click();
    await stage.says('Synced gallery from S3: 1 image and 1 caption downloaded.');
    await gallery.indicator('night 04.jpg').waitFor();
    await gallery.card('night 04.jpg').locator('.broken').waitFor();
    await stage.picture('sync-gallery-damaged');
    stage.assertInStep('gallery');
  });

  it('handles names with unusual characters in card, thumbnail, image, caption and both syncs', async () => {
    const { page } = stage;
    const gallery = await stage.openGallery('odd');
    const names = Object.keys(ODD).sort();
    await gallery.picturesOf(names);
    assert.deepEqual(await gallery.images(), names);
    assert.deepEqual(await gallery.captioned(), names);
    await stage.picture('odd-names');

    await gallery.toS3.click();
    await stage.says('Synced odd to S3: 8 images and 8 captions uploaded.');
    stage.assertInStep('odd');

    const whole = stage.localFiles('odd');
    await stage.remove('odd', ...whole.keys());
    await eventually(async () => assert.deepEqual(await gallery.images(), []));
    await gallery.fromS3.click();
    await stage.says('Synced odd from S3: 8 images and 8 captions downloaded.');
    assert.deepEqual(stage.localFiles('odd'), whole);

    for (const name of [`it's "quoted".jpg`, '#1 & 100%25.jpg', 'emoji 🐈‍⬛.png']) {
      await gallery.card(name).click();
      await page.keyboard.press('c');
      await page.locator('.editor-group-container .view-lines', { hasText: nbsp(ODD[name] ?? '') }).waitFor();
      await runCommand(page, 'View: Close Editor');
      await gallery.card(name).dblclick();
      await page.locator('.tab[aria-selected="true"]', { hasText: name }).waitFor();
      await gallery.frame.locator('body.ready img').waitFor();
      await runCommand(page, 'View: Close Editor');
      await gallery.card(name).waitFor();
    }
    await openContainer(page, 'Training Data');
  });
});

/** The editor renders spaces as no-break spaces. */
const nbsp = (text: string): RegExp =>
  new RegExp(text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '[\\s\\u00a0]'));
