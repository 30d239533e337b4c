import assert from 'node:assert/strict';
import { modal, pressModalButton, runCommand } from '../support/vscode/workbench.js';
import { eventually } from './eventually.js';
import { Stage, type Pairs } from './stage.js';

const PAIRS: Pairs = {
  'boat 01.jpg': 'a boat on a blue sea',
  'fish 02.png': 'a red fish',
  'house 03.webp': null,
};

const SETTING = 's3TrainingData.syncDeletes';

describe('Sync Deletes in the window', () => {
  let stage: Stage;

  before(async () => {
    stage = await Stage.open({ styles: { off: PAIRS, switch: PAIRS, on: PAIRS } });
  });
  after(() => stage.close());
  afterEach(function () {
    return stage.tidy(this.currentTest);
  });

  it('is off by default: nothing is deleted in either direction', async () => {
    const gallery = await stage.openGallery('off');
    assert.equal(await gallery.syncDeletes.isChecked(), false);
    await gallery.toS3.click();
    await stage.says('Synced off to S3: 3 images and 2 captions uploaded.');

    await stage.remove('off', 'boat 01.jpg', 'boat 01.txt');
    const pair = '1 image and 1 caption';
    const here = stage.localFiles('off');
    const there = stage.remoteFiles('off');
    await gallery.toS3.click();
    await stage.says(`off: nothing to upload. Deleted here, still in S3: ${pair} (Sync Deletes is off).`);
    assert.deepEqual(stage.remoteFiles('off'), there);
    await runCommand(stage.page, 'Notifications: Clear All Notifications');

    stage.removeRemote('off', 'fish 02.png', 'fish 02.txt', 'boat 01.jpg', 'boat 01.txt');
    await gallery.fromS3.click();
    await stage.says(`off: nothing to download. Deleted in S3, still here: ${pair} (Sync Deletes is off).`);
    assert.equal(stage.s3.requests.count('ListObjectsV2'), 3);
    assert.deepEqual(stage.localFiles('off'), here);
    assert.equal(stage.s3.requests.count('DeleteObject', 'DeleteObjects'), 0);
  });

  it('is one switch: the gallery’s checkbox and the setting are the same', async () => {
    const gallery = await stage.openGallery('switch');
    assert.equal(
      await gallery.syncDeletes.getAttribute('title'),
      'When enabled, files deleted in source will also be deleted in target during sync',
    );
    const checked = (is: boolean): Promise<void> =>
      eventually(async () => assert.equal(await gallery.syncDeletes.isChecked(), is));

    await gallery.syncDeletes.check();
    await eventually(() => assert.equal(stage.settings()[SETTING], true));
    await stage.changeSettings({ [SETTING]: false });
    await checked(false);
    await stage.changeSettings({ [SETTING]: true });
    await checked(true);
    await stage.picture('sync-deletes-on');
  });

  describe('when it is on', () => {
    before(() => stage.changeSettings({ [SETTING]: true }));

    it('deletes in S3 what is gone locally, after a yes to the question that names it', async () => {
      const gallery = await stage.openGallery('on');
      await eventually(async () => assert.equal(await gallery.syncDeletes.isChecked(), true));
      await gallery.toS3.click();
      await stage.says('Synced on to S3: 3 images and 2 captions uploaded.');
      stage.put('on', 'boat 01.npz', 'latents of a trainer');

      await stage.remove('on', 'boat 01.jpg', 'boat 01.txt');
      const before = stage.remoteFiles('on');
      await gallery.toS3.click();
      await modal(stage.page).getByText('Delete 1 image and 1 caption from S3?').waitFor();
      const detail = await modal(stage.page).innerText();
      for (const name of ['boat 01.jpg', 'boat 01.txt', '“Undo Last Sync” brings everything back'])
        assert.ok(detail.includes(name));
      await stage.picture('delete-question-s3');
      await pressModalButton(stage.page, 'Cancel');
      await gallery.progress.waitFor({ state: 'hidden' });
      assert.deepEqual(stage.remoteFiles('on'), before);
      assert.equal(stage.s3.requests.count('DeleteObject', 'DeleteObjects'), 0);

      await gallery.toS3.click();
      await pressModalButton(stage.page, 'Delete from S3');
      await stage.says('Synced on to S3: 1 image and 1 caption deleted in S3.');
      assert.deepEqual(
        [...stage.remoteFiles('on').keys()],
        ['boat 01.npz', 'fish 02.png', 'fish 02.txt', 'house 03.webp'],
      );
      await stage.logs('Deleted from S3 (not in local): boat 01.jpg');
      await stage.logs('Deleted from S3 (not in local): boat 01.txt');
    });

    it('deletes locally what is gone from S3, after a yes to the question that names it', async () => {
      const gallery = await stage.openGallery('on');
      await stage.writeFile('on', 'README.txt', 'about this style');
      stage.removeRemote('on', 'fish 02.png', 'fish 02.txt');
      const before = stage.localFiles('on');
      await gallery.fromS3.click();
      await modal(stage.page).getByText('Delete 1 image and 1 caption here?').waitFor();
      await stage.picture('delete-question-local');
      await pressModalButton(stage.page, 'Cancel');
      await gallery.progress.waitFor({ state: 'hidden' });
      assert.deepEqual(stage.localFiles('on'), before);

      await gallery.fromS3.click();
      await pressModalButton(stage.page, 'Delete Here');
      await stage.says('Synced on from S3: 1 image and 1 caption deleted here.');
      await stage.picture('deleted-local');
      assert.deepEqual([...stage.localFiles('on').keys()], ['README.txt', 'house 03.webp']);
      await eventually(async () => assert.deepEqual(await gallery.images(), ['house 03.webp']));
      await stage.logs('Deleted local file (not in S3): fish 02.png');
      await stage.logs('Deleted local file (not in S3): fish 02.txt');
    });
  });
});
