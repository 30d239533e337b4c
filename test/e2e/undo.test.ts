import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import {
  chooseFromContextMenu,
  modal,
  openContainer,
  pressHoverButton,
  pressModalButton,
  runCommandAndPick,
} from '../support/vscode/workbench.js';
import { CATEGORY, Stage, type Pairs } from './stage.js';

const PAIRS: Pairs = {
  'boat 01.jpg': 'a boat on a blue sea',
  'fish 02.png': 'a red fish',
  'house 03.webp': null,
};

describe('Undo in the window', () => {
  let stage: Stage;

  before(async () => {
    stage = await Stage.open({
      styles: { mistake: PAIRS, history: PAIRS, gallery: PAIRS, unsaved: PAIRS },
      userSettings: { 's3TrainingData.syncDeletes': true, 's3TrainingData.confirm': 'never' },
      settings: { 'files.autoSave': 'off' },
    });
    await openContainer(stage.page, 'Training Data');
    for (const style of ['mistake', 'history', 'unsaved']) {
      await stage.pressInline(style, 'Sync to S3');
      await stage.says(`Synced ${style} to S3: 3 images and 2 captions uploaded.`);
    }
  });
  after(() => stage.close());
  afterEach(function () {
    return stage.tidy(this.currentTest);
  });

  /** The row of the open quick pick that contains this text. */
  const row = (text: string | RegExp): Locator =>
    stage.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();

  const showHistory = async (): Promise<void> => {
    await runCommandAndPick(stage.page, `${CATEGORY}: Show Sync History`, 'history');
    await row(/Sync from S3/).waitFor();
  };

  it('undoes the last sync, after a question that names it', async () => {
    const before = stage.remoteFiles('mistake');
    await stage.remove('mistake', 'boat 01.jpg', 'boat 01.txt');
    await stage.writeFile('mistake', 'fish 02.txt', 'spoilt');
    await stage.pressInline('mistake', 'Sync to S3');
    await stage.says('Synced mistake to S3: 1 caption uploaded, 1 image and 1 caption deleted in S3.');

    await runCommandAndPick(stage.page, `${CATEGORY}: Undo Last Sync`, 'mistake');
    await modal(stage.page)
      .getByText(/^Undo the sync to S3 of [-\d: ]+\?$/)
      .waitFor();
    const detail = await modal(stage.page).innerText();
    for (const words of [
      '1 replaced, 2 deleted',
      'Restores 1 image and 2 captions in S3:',
      'boat 01.jpg',
      'kept as it is',
    ]) {
      assert.ok(detail.includes(words), detail);
    }
    await stage.picture('undo-question');
    await pressModalButton(stage.page, 'Cancel');
    assert.notDeepEqual(stage.remoteFiles('mistake'), before);

    await runCommandAndPick(stage.page, `${CATEGORY}: Undo Last Sync`, 'mistake');
    await pressModalButton(stage.page, 'Undo Sync');
    await stage.told(/^Undid the sync of [-\d: ]+: 1 image and 2 captions restored in S3\.$/);
    assert.deepEqual(stage.remoteFiles('mistake'), before);
    await stage.logs('Restored: boat 01.jpg');
  });

  it('is one click away in the gallery, which then shows its result', async () => {
    const gallery = await stage.openGallery('gallery');
    await gallery.undo.click();
    await stage.says('There is no sync of gallery that could be undone.');

    await gallery.toS3.click();
    await stage.says('Synced gallery to S3: 3 images and 2 captions uploaded.');
    const before = stage.remoteFiles('gallery');
    await stage.remove('gallery', 'house 03.webp');
    await gallery.toS3.click();
    await stage.says('Synced gallery to S3: 1 image deleted in S3.');
    await gallery.undo.click();
    await modal(stage.page).getByText('Restores 1 image in S3:').waitFor();
    await pressModalButton(stage.page, 'Cancel');
    await gallery.summary.getByText('Synced gallery to S3: 1 image deleted in S3.').waitFor();
    assert.equal(stage.remoteFiles('gallery').has('house 03.webp'), false);

    await gallery.undo.click();
    await pressModalButton(stage.page, 'Undo Sync');
    await stage.says(/^Undid the sync of [-\d: ]+: 1 image restored in S3\./);
    await gallery.summary.getByText(/^Undid the sync of [-\d: ]+: 1 image restored in S3\./).waitFor();
    assert.deepEqual(stage.remoteFiles('gallery'), before);
    await stage.picture('undo-gallery');
  });

  it('first saves captions with unsaved edits, and keeps the edits', async () => {
    const { page } = stage;
    stage.put('unsaved', 'boat 01.txt', 'spoilt');
    stage.put('unsaved', 'fish 02.txt', 'spoilt as well');
    await stage.pressInline('unsaved', 'Sync from S3');
    await stage.says('Synced unsaved from S3: 2 captions downloaded.');
    await stage.type('unsaved', 'boat 01.txt', ', and mended');

    const ask = async (): Promise<void> => {
      await chooseFromContextMenu(page, await stage.styleInTree('unsaved'), 'Undo Last Sync');
      await pressModalButton(page, 'Undo Sync');
      await modal(page).getByText('Save 1 caption before undoing?').waitFor();
    };
    await ask();
    assert.match(await modal(page).innerText(), /boat 01\.txt/);
    await stage.picture('undo-unsaved');
    await pressModalButton(page, 'Cancel');
    assert.equal(stage.textOf('unsaved', 'boat 01.txt'), 'spoilt');
    assert.equal(stage.textOf('unsaved', 'fish 02.txt'), 'spoilt as well');

    await ask();
    await pressModalButton(page, 'Save and Undo');
    await stage.says(
      /^Undid the sync of [-\d: ]+: 1 caption restored here, 1 caption kept \(changed since\)\.$/,
    );
    assert.equal(stage.textOf('unsaved', 'boat 01.txt'), 'spoilt, and mended');
    assert.equal(stage.textOf('unsaved', 'fish 02.txt'), 'a red fish');
    await page.locator('.tab.dirty').waitFor({ state: 'detached' });
  });

  it('restores exactly the files that are picked in the history, byte for byte', async () => {
    const before = stage.localFiles('history');
    stage.removeRemote('history', 'fish 02.png', 'fish 02.txt');
    await stage.pressInline('history', 'Sync from S3');
    await stage.told(/^Synced history from S3: .*1 image and 1 caption deleted here/);
    assert.equal(stage.localFiles('history').has('fish 02.png'), false);

    await showHistory();
    await stage.picture('history');
    await row(/Sync from S3/).click();
    await row('fish 02.png').waitFor();
    await stage.picture('history-files');
    await row('fish 02.png').click();
    await stage.page.locator('.quick-input-widget .monaco-button', { hasText: 'OK' }).click();
    await stage.told(/^Files of the sync of [-\d: ]+: 1 image restored here\.$/);
    assert.equal(stage.localFiles('history').get('fish 02.png'), before.get('fish 02.png'));
    assert.equal(stage.localFiles('history').has('fish 02.txt'), false);
  });

  it('undoes a run of the history with its button, and keeps files that were edited since', async () => {
    await stage.writeFile('history', 'fish 02.txt', 'edited since');
    await showHistory();
    const run = row(/Sync from S3/);
    await pressHoverButton(run, run.locator('.action-label[aria-label="Undo"]'));
    await pressModalButton(stage.page, 'Undo Sync');
    await stage.told(/^Nothing of the sync of [-\d: ]+ was undone: 1 caption kept \(changed since\)\.$/);
    assert.equal(
      stage.localFiles('history').get('fish 02.txt'),
      Buffer.from('edited since').toString('base64'),
    );
    await stage.logs('Changed since the sync, kept: fish 02.txt');
  });
});
