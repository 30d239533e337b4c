import assert from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { awaitNotification } from '../support/vscode/notifications.js';
import { modal, openContainer, pick, pressModalButton, runCommand } from '../support/vscode/workbench.js';
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
      styles: { mistake: PAIRS, history: PAIRS },
      settings: { 's3TrainingData.syncDeletes': true, 's3TrainingData.confirm': 'never' },
    });
    await openContainer(stage.page, 'Training Data');
    for (const style of ['mistake', 'history']) {
      await stage.pressInline(style, 'Sync to S3');
      await stage.says(`Synced ${style} to S3: 5 uploaded.`);
    }
  });
  after(() => stage.close());
  afterEach(function () {
    return stage.tidy(this.currentTest);
  });

  /** The row of the open quick pick whose text holds this. */
  const row = (text: string | RegExp): Locator =>
    stage.page.locator('.quick-input-list .monaco-list-row', { hasText: text }).first();

  const showHistory = async (): Promise<void> => {
    await runCommand(stage.page, `${CATEGORY}: Show Sync History`);
    await pick(stage.page, 'history');
    await row(/Sync from S3/).waitFor();
  };

  it('takes the last sync back, after a question that names it', async () => {
    const before = stage.remoteFiles('mistake');
    await stage.remove('mistake', 'boat 01.jpg', 'boat 01.txt');
    await stage.writeFile('mistake', 'fish 02.txt', 'spoilt');
    await stage.pressInline('mistake', 'Sync to S3');
    await stage.says('Synced mistake to S3: 1 uploaded, 2 deleted.');

    await runCommand(stage.page, `${CATEGORY}: Undo Last Sync`);
    await pick(stage.page, 'mistake');
    await modal(stage.page)
      .getByText(/^Undo the sync to S3 of \d\d:\d\d\?$/)
      .waitFor();
    const detail = await modal(stage.page).innerText();
    for (const words of [
      '1 replaced, 2 deleted',
      'Restores 3 files in S3:',
      'boat 01.jpg',
      'kept as it is',
    ]) {
      assert.ok(detail.includes(words), detail);
    }
    await stage.picture('undo-question');
    await pressModalButton(stage.page, 'Cancel');
    assert.notDeepEqual(stage.remoteFiles('mistake'), before);

    await runCommand(stage.page, `${CATEGORY}: Undo Last Sync`);
    await pick(stage.page, 'mistake');
    await pressModalButton(stage.page, 'Undo Sync');
    await awaitNotification(stage.page, /^Undid the sync of \d\d:\d\d: 3 restored\.$/);
    assert.deepEqual(stage.remoteFiles('mistake'), before);
    await stage.logs('Restored: boat 01.jpg');
  });

  it('restores the files that are picked in the history, byte for byte, and no other', async () => {
    const before = stage.localFiles('history');
    stage.removeRemote('history', 'fish 02.png', 'fish 02.txt');
    await stage.pressInline('history', 'Sync from S3');
    await awaitNotification(stage.page, /^Synced history from S3: .*2 deleted/);
    assert.equal(stage.localFiles('history').has('fish 02.png'), false);

    await showHistory();
    await stage.picture('history');
    await row(/Sync from S3/).click();
    await row('fish 02.png').waitFor();
    await stage.picture('history-files');
    await row('fish 02.png').click();
    await stage.page.locator('.quick-input-widget .monaco-button', { hasText: 'OK' }).click();
    await awaitNotification(stage.page, /^Files of the sync of \d\d:\d\d: 1 restored\.$/);
    assert.equal(stage.localFiles('history').get('fish 02.png'), before.get('fish 02.png'));
    assert.equal(stage.localFiles('history').has('fish 02.txt'), false);
  });

  it('undoes a run of the history by its button, and keeps what was edited since', async () => {
    await stage.writeFile('history', 'fish 02.txt', 'edited since');
    await showHistory();
    await row(/Sync from S3/).hover();
    await row(/Sync from S3/)
      .locator('.action-label[aria-label="Undo"]')
      .click();
    await pressModalButton(stage.page, 'Undo Sync');
    await awaitNotification(
      stage.page,
      /^Nothing of the sync of \d\d:\d\d was undone: 1 kept \(changed since\)\.$/,
    );
    assert.equal(
      stage.localFiles('history').get('fish 02.txt'),
      Buffer.from('edited since').toString('base64'),
    );
    await stage.logs('Changed since the sync, kept: fish 02.txt');
  });
});
