import assert from 'node:assert/strict';
import { fault } from '../support/s3-server/faults.js';
import { notification } from '../support/vscode/notifications.js';
import { modal, pressModalButton, runCommand } from '../support/vscode/workbench.js';
import { eventually } from './eventually.js';
import { CATEGORY, Stage, type Pairs } from './stage.js';

/** Pairs named after their style, because the Explorer shows the files of several styles at a time. */
const pairsOf = (style: string): Pairs => ({
  [`${style} 01.jpg`]: 'a boat',
  [`${style} 02.png`]: 'a red fish',
});

const STYLES = ['saved', 'left', 'kept', 'typed'];

describe('Captions with unsaved edits', () => {
  let stage: Stage;

  before(async () => {
    stage = await Stage.open({
      styles: Object.fromEntries(STYLES.map((style) => [style, pairsOf(style)])),
      settings: { 'files.autoSave': 'off' },
    });
  });
  after(() => stage.close());
  afterEach(async function () {
    // Closing an editor with unsaved edits would open a question.
    const unsaved = stage.page.locator('.tab.dirty');
    if ((await unsaved.count()) > 0) {
      await runCommand(stage.page, 'File: Revert File');
      await unsaved.waitFor({ state: 'detached' });
    }
    await stage.tidy(this.currentTest);
  });

  const textInS3 = (style: string, name: string): string =>
    Buffer.from(stage.remoteFiles(style).get(name) ?? '', 'base64').toString();

  it('are saved before a sync to S3, after a yes to the question', async () => {
    await stage.type('saved', 'saved 01.txt', ' on a blue sea');
    await stage.pressInline('saved', 'Sync to S3');
    await modal(stage.page).getByText('Save 1 caption before syncing?').waitFor();
    assert.match(await modal(stage.page).innerText(), /saved 01\.txt/);
    await stage.picture('unsaved-question');
    await pressModalButton(stage.page, 'Cancel');
    assert.equal(stage.s3.requests.count('PutObject'), 0);
    assert.equal(stage.textOf('saved', 'saved 01.txt'), 'a boat');

    await stage.pressInline('saved', 'Sync to S3');
    await pressModalButton(stage.page, 'Save and Sync');
    await stage.says('Synced saved to S3: 2 images and 2 captions uploaded.');
    assert.equal(textInS3('saved', 'saved 01.txt'), 'a boat on a blue sea');
    stage.assertInStep('saved');
  });

  it('are neither synced nor lost after a no', async () => {
    await stage.type('left', 'left 01.txt', ' on a blue sea');
    await stage.pressInline('left', 'Sync to S3');
    await pressModalButton(stage.page, 'Sync Without Saving');
    await stage.says('Synced left to S3: 2 images and 2 captions uploaded.');
    assert.equal(textInS3('left', 'left 01.txt'), 'a boat');
    assert.equal(stage.textOf('left', 'left 01.txt'), 'a boat');
    await stage.editorShows('a boat on a blue sea');
  });

  it('are never overwritten by a sync from S3', async () => {
    await stage.pressInline('kept', 'Sync to S3');
    await stage.says('Synced kept to S3: 2 images and 2 captions uploaded.');
    stage.put('kept', 'kept 01.txt', 'a boat, from elsewhere');
    stage.put('kept', 'kept 02.txt', 'a red fish, from elsewhere');
    await stage.type('kept', 'kept 01.txt', ' on a blue sea');
    await stage.pressInline('kept', 'Sync from S3');
    await stage.told('Synced kept from S3: 1 caption downloaded, 1 caption failed.');
    await stage.logs('Failed (it has unsaved changes): kept 01.txt');
    await stage.picture('unsaved-kept');
    assert.equal(stage.textOf('kept', 'kept 01.txt'), 'a boat');
    assert.equal(stage.textOf('kept', 'kept 02.txt'), 'a red fish, from elsewhere');
    await stage.editorShows('a boat on a blue sea');
  });

  it('are never overwritten by a sync from S3 that was already running', async () => {
    await stage.pressInline('typed', 'Sync to S3');
    await stage.says('Synced typed to S3: 2 images and 2 captions uploaded.');
    stage.put('typed', 'typed 01.txt', 'a boat, from elsewhere');
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    let reached = (): void => undefined;
    const requested = new Promise<void>((resolve) => (reached = resolve));
    stage.s3.faults.add({
      operation: 'GetObject',
      key: /typed 01\.txt$/,
      then: fault.call(() => {
        reached();
        return released;
      }),
    });
    await stage.pressInline('typed', 'Sync from S3');
    await requested;
    await stage.type('typed', 'typed 01.txt', ' on a blue sea');
    // The window shows an edit before the extension receives it, but a later command reaches the extension after it.
    await runCommand(stage.page, `${CATEGORY}: Toggle Sync Deletes`);
    await pressModalButton(stage.page, 'Turn On');
    await eventually(() => assert.equal(stage.settings()['s3TrainingData.syncDeletes'], true));
    release();
    await stage.told('Synced typed from S3: 1 caption failed.');
    await notification(stage.page, 'Syncing ').first().waitFor({ state: 'detached' });
    assert.equal(stage.textOf('typed', 'typed 01.txt'), 'a boat');
    await stage.editorShows('a boat on a blue sea');
  });
});
