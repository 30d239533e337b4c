import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parsePlanFile } from '../../src/cli/planFile.js';
import {
  answerInput,
  chooseFromContextMenu,
  modal,
  openContainer,
  pick,
  pressModalButton,
  runCommand,
  treeRow,
} from '../support/vscode/workbench.js';
import { pressNotificationButton } from '../support/vscode/notifications.js';
import { samplePicture } from '../support/sample-style/samplePicture.js';
import { eventually } from './eventually.js';
import { CATEGORY, Stage, type Pairs } from './stage.js';
import { SyncPlan } from './syncPlan.js';

const PAIRS: Pairs = {
  'boat 01.jpg': 'a boat on a blue sea',
  'fish 02.png': 'a red fish',
  'house 03.webp': null,
};

const STYLES = ['apply', 'drift', 'conflicts', 'question', 'mass', 'always', 'look'] as const;
const MANY: Pairs = Object.fromEntries(
  Array.from({ length: 30 }, (_, i) => [`boat ${String(i + 1).padStart(2, '0')}.jpg`, `boat ${i + 1}`]),
);

const text = (bytes: string | undefined): string => Buffer.from(bytes ?? '', 'base64').toString();

describe('The plan of a sync, before it happens', () => {
  let stage: Stage;
  let plan: SyncPlan;

  before(async () => {
    stage = await Stage.open({
      styles: Object.fromEntries(STYLES.map((id) => [id, id === 'mass' ? MANY : PAIRS])),
      settings: { 's3TrainingData.syncDeletes': true },
    });
    plan = new SyncPlan(stage.page);
  });
  after(() => stage.close());
  afterEach(async function () {
    if (await plan.view.isVisible()) await runCommand(stage.page, `${CATEGORY}: Discard Plan`);
    await stage.tidy(this.currentTest);
  });

  /** Syncs the style, so that both sides are the same. */
  const sync = async (style: string, pairs: string): Promise<void> => {
    await stage.pressInline(style, 'Sync to S3');
    await stage.says(`Synced ${style} to S3: ${pairs} uploaded.`);
  };

  it('shows pairs as rows, and carries out the rows that are not excluded', async () => {
    await plan.preview('Sync to S3', 'apply');
    await plan.shows([
      'Upload | 3 images and 2 captions · 8.4 KB',
      'boat 01.jpg | new · 3.3 KB · with caption',
      'fish 02.png | new · 3.3 KB · with caption',
      'house 03.webp | new · 1.8 KB',
    ]);
    await plan.says('3 images and 2 captions · 8.4 KB');
    assert.equal(stage.s3.requests.count('PutObject'), 0);

    await plan.check('boat 01.jpg');
    await plan.says('2 images and 1 caption · 5.2 KB · 1 image and 1 caption left out');
    await stage.picture('plan-left-out');
    await plan.press('Apply Plan');
    await stage.says('Synced apply to S3: 2 images and 1 caption uploaded.');
    assert.deepEqual([...stage.remoteFiles('apply').keys()], ['fish 02.png', 'fish 02.txt', 'house 03.webp']);
    await plan.view.waitFor({ state: 'hidden' });
  });

  it('is excluded as a whole by the checkbox of its group, and saved for the command line', async () => {
    await plan.preview('Sync to S3', 'look');
    await plan.row('house 03.webp').waitFor();
    await plan.check('Upload');
    await plan.says('Nothing is chosen · 3 images and 2 captions left out');
    await plan.check('fish 02.png');
    await plan.says(/^1 image and 1 caption · .* · 2 images and 1 caption left out$/);

    const file = path.join(stage.folder, 'look.plan.json');
    await runCommand(stage.page, `${CATEGORY}: Save Plan as JSON…`);
    // The dialog writes its proposal after a moment, and overwrites whatever was typed before.
    const proposal = stage.page.locator('.quick-input-widget .quick-input-box input');
    await eventually(async () => assert.match(await proposal.inputValue(), /look to-s3\.plan\.json$/));
    await answerInput(stage.page, file);
    const saved = await eventually(() => parsePlanFile(readFileSync(file, 'utf8'), file));
    assert.equal(saved.direction, 'to-s3');
    assert.deepEqual(saved.rows.map((row) => row.file).sort(), ['fish 02.png', 'fish 02.txt']);
  });

  it('leaves files alone that have changed since, and shows them again', async () => {
    await plan.preview('Sync to S3', 'drift');
    await plan.row('fish 02.png').waitFor();
    await stage.writeFile('drift', 'fish 02.txt', 'a very red fish');
    await plan.press('Apply Plan');
    await stage.says(
      'Synced drift to S3: 3 images and 1 caption uploaded, 1 caption changed since the preview, left alone.',
    );
    await stage.logs('Changed since the preview, left alone: fish 02.txt');
    assert.equal(stage.remoteFiles('drift').has('fish 02.txt'), false);
    await plan.shows(['Upload | 1 caption · 15 B', 'fish 02.txt | new · 15 B']);
    await stage.picture('plan-drifted');
    await plan.press('Apply Plan');
    await stage.says('Synced drift to S3: 1 caption uploaded.');
    stage.assertInStep('drift');
  });

  it('says that there is nothing to do, and shows no rows', async () => {
    await openContainer(stage.page, 'Training Data');
    await chooseFromContextMenu(stage.page, treeRow(stage.page, 'drift'), 'Preview Sync…');
    await pick(stage.page, 'Sync to S3');
    await stage.says('drift is up to date.');
    await plan.view.waitFor({ state: 'hidden' });
  });

  it('covers the images that are selected in the gallery', async () => {
    const gallery = await stage.openGallery('question');
    await gallery.card('boat 01.jpg').click();
    await gallery.preview.click();
    await pick(stage.page, 'Sync to S3');
    await plan.shows([
      'Upload | 1 image and 1 caption · 3.3 KB',
      'boat 01.jpg | new · 3.3 KB · with caption',
    ]);
    await stage.picture('plan-of-selection');
  });

  it('also works from S3: shows the files in S3, and downloads them', async () => {
    const picture = await samplePicture('night 04.jpg');
    stage.put('apply', 'night 04.jpg', picture);
    stage.put('apply', 'night 04.txt', 'a starry night');
    const before = stage.localFiles('apply');
    await plan.preview('Sync from S3', 'apply');
    await plan.row('night 04.jpg').click();
    await stage.page.locator('.tab', { hasText: 'night 04 (S3).jpg' }).waitFor();
    await stage.picture('plan-from-s3');
    assert.deepEqual(stage.localFiles('apply'), before);
    // With deletes on, a file that only exists locally is a deletion; an excluded row keeps it.
    await eventually(async () =>
      assert.match((await plan.rows()).join('\n'), /^Delete \(never seen in S3\) \| 1 image and 1 caption/m),
    );
    await plan.check('boat 01.jpg');
    await plan.says(/1 image and 1 caption left out$/);
    await plan.press('Apply Plan');
    await stage.says('Synced apply from S3: 1 image and 1 caption downloaded.');
    assert.equal(stage.localFiles('apply').get('night 04.jpg'), picture.toString('base64'));
    assert.ok(stage.localFiles('apply').has('boat 01.jpg'));
  });

  it('opens captions as differences and images side by side', async () => {
    await sync('look', '3 images and 2 captions');
    await stage.writeFile('look', 'fish 02.txt', 'a blue fish');
    await stage.writeFile('look', 'house 03.txt', 'a house');
    stage.put('look', 'boat 01.jpg', await samplePicture('another boat.jpg'));
    await plan.preview('Sync to S3', 'look');
    await plan.shows([
      'Upload | 2 captions · 18 B',
      'fish 02.txt | changed here · 11 B',
      'house 03.txt | new · 7 B',
      'Changed in S3 | 1 image · 3.3 KB',
      'boat 01.jpg | stays in S3 · 3.3 KB',
    ]);
    await plan.row('fish 02.txt').click();
    const { page } = stage;
    await page.locator('.tab', { hasText: 'fish 02.txt (S3 ↔ Local)' }).waitFor();
    await page.locator('.monaco-diff-editor .editor.original .view-line', { hasText: 'red' }).waitFor();
    await page.locator('.monaco-diff-editor .editor.modified .view-line', { hasText: 'blue' }).waitFor();
    await stage.picture('plan-caption-diff');
    // A file on one side only is compared with nothing.
    await plan.row('house 03.txt').click();
    await page.locator('.monaco-diff-editor .editor.modified .view-line', { hasText: 'house' }).waitFor();

    await plan.row('boat 01.jpg').click();
    await page.locator('.tab', { hasText: 'boat 01 (S3).jpg' }).waitFor();
    await page.locator('.tab[data-resource-name="boat 01.jpg"]').waitFor();
    await eventually(() => assert.ok(stage.s3.requests.count('GetObject') > 0));
    await stage.picture('plan-two-pictures');
  });

  describe('with conflicts', () => {
    beforeEach(async () => {
      await stage.write('conflicts', PAIRS);
      await stage.writeFile('conflicts', 'fish 02.txt', 'fish, red, water');
      await stage.pressInline('conflicts', 'Sync to S3');
      // The counts depend on the previous test: at least the caption differs.
      await stage.says(/^Synced conflicts to S3: .+ uploaded/);
      stage.assertInStep('conflicts');
      await stage.tidy(undefined);
    });

    const edit = async (here: string, there: string): Promise<void> => {
      await stage.writeFile('conflicts', 'fish 02.txt', here);
      stage.put('conflicts', 'fish 02.txt', there);
    };

    it('keeps what is in S3 unless it is to be overwritten', async () => {
      await edit('fish, blue', 'fish, green');
      await plan.preview('Sync to S3', 'conflicts');
      await plan.row('fish 02.txt').waitFor();
      const reason = 'changed on both sides · 10 B';
      await plan.shows(['Conflicts | 1 caption · 10 B', `fish 02.txt | stays in S3 · ${reason}`]);
      await plan.choose('fish 02.txt', 'Overwrite in S3');
      await eventually(async () =>
        assert.equal((await plan.rows())[1], `fish 02.txt | overwrite in S3 · ${reason}`),
      );
      await stage.picture('plan-conflict');
      await plan.press('Apply Plan');
      await stage.says('Synced conflicts to S3: 1 caption uploaded.');
      assert.equal(text(stage.remoteFiles('conflicts').get('fish 02.txt')), 'fish, blue');
    });

    it('are reached from the message of a sync that has left them, and stay until they are resolved', async () => {
      await edit('fish, grey', 'fish, gold');
      await stage.pressInline('conflicts', 'Sync to S3');
      await pressNotificationButton(stage.page, 'Synced conflicts to S3: 1 conflict.', 'Review 1 Conflict…');
      await plan.shows([
        'Conflicts | 1 caption · 10 B',
        'fish 02.txt | stays in S3 · changed on both sides · 10 B',
      ]);
      await stage.picture('plan-review-conflicts');
      await plan.choose('fish 02.txt', 'Overwrite in S3');
      await eventually(async () => assert.match((await plan.rows())[1] ?? '', /overwrite in S3/));
      await plan.press('Apply Plan');
      await stage.says('Synced conflicts to S3: 1 caption uploaded.');
      assert.equal(text(stage.remoteFiles('conflicts').get('fish 02.txt')), 'fish, grey');
      await plan.view.waitFor({ state: 'hidden' });
    });

    it('keeps both captions under two names, each with its image', async () => {
      await edit('fish, yellow', 'fish, pink');
      await plan.preview('Sync to S3', 'conflicts');
      await plan.row('fish 02.txt').waitFor();
      await plan.choose('fish 02.txt', 'Keep Both');
      await eventually(async () => assert.match((await plan.rows())[1] ?? '', /keep both/));
      await plan.press('Apply Plan');
      await stage.says('Synced conflicts to S3:');
      const remote = stage.remoteFiles('conflicts');
      assert.equal(text(remote.get('fish 02.txt')), 'fish, yellow');
      assert.equal(text(remote.get('fish 02 (S3 copy).txt')), 'fish, pink');
      assert.ok(remote.has('fish 02 (S3 copy).png'));
      stage.assertInStep('conflicts');
    });

    it('merges edits that do not conflict', async () => {
      await edit('fish, red, water, coral', 'fish, red, sea');
      await plan.preview('Sync to S3', 'conflicts');
      await plan.row('fish 02.txt').waitFor();
      await plan.choose('fish 02.txt', 'Merge');
      await eventually(async () => assert.match((await plan.rows())[1] ?? '', /merged/));
      await stage.page.locator('.tab', { hasText: 'fish 02.txt (Local ↔ Merged)' }).waitFor();
      await stage.picture('plan-merged');
      await plan.press('Apply Plan');
      await stage.says('Synced conflicts to S3: 1 caption uploaded.');
      assert.equal(text(stage.remoteFiles('conflicts').get('fish 02.txt')), 'fish, red, coral, sea');
      stage.assertInStep('conflicts');
    });

    it('opens the merge editor for edits that conflict, and uses what is saved there', async () => {
      await stage.writeFile('conflicts', 'fish 02.txt', 'A fish swims in the sea.');
      await stage.pressInline('conflicts', 'Sync to S3');
      await stage.says('Synced conflicts to S3: 1 caption uploaded.');
      await edit('A red fish swims in the sea.', 'A blue fish rests in the sea.');
      await plan.preview('Sync to S3', 'conflicts');
      await plan.row('fish 02.txt').waitFor();
      await plan.choose('fish 02.txt', 'Merge');
      const { page } = stage;
      await page.locator('.merge-editor').waitFor();
      assert.match((await plan.rows())[1] ?? '', /stays in S3/);
      await page.locator('.merge-editor .view-line', { hasText: 'rests' }).first().waitFor();
      await stage.picture('plan-merge-editor');
      await page.locator('.merge-editor .code-view.result .view-line').first().click();
      await page.keyboard.press('ControlOrMeta+A');
      await page.keyboard.type('A purple fish.');
      await runCommand(page, 'File: Save');
      await eventually(async () => assert.match((await plan.rows())[1] ?? '', /merged/));
      await plan.press('Apply Plan');
      await eventually(() =>
        assert.equal(text(stage.remoteFiles('conflicts').get('fish 02.txt')).trim(), 'A purple fish.'),
      );
      await plan.view.waitFor({ state: 'hidden' });
      stage.assertInStep('conflicts');
    });
  });

  it('is one click away from the question before deletes', async () => {
    await sync('question', '3 images and 2 captions');
    await stage.remove('question', 'boat 01.jpg', 'boat 01.txt');
    await stage.pressInline('question', 'Sync to S3');
    await modal(stage.page).getByText('Delete 1 image and 1 caption from S3?').waitFor();
    await stage.picture('plan-question');
    await pressModalButton(stage.page, 'Preview…');
    await plan.view.waitFor();
    await plan.shows([
      'Delete (deleted here since the last sync) | 1 image and 1 caption · 3.3 KB',
      'boat 01.jpg | 3.3 KB · with caption',
    ]);
    assert.equal(stage.remoteFiles('question').size, 5);
    await plan.press('Apply Plan');
    await pressModalButton(stage.page, 'Delete from S3');
    await stage.says('Synced question to S3: 1 image and 1 caption deleted in S3.');
    assert.equal(stage.remoteFiles('question').size, 3);
  });

  it('is confirmed twice if it deletes much', async () => {
    await sync('mass', '30 images and 30 captions');
    const names = Object.keys(MANY).slice(0, 20);
    await stage.remove('mass', ...names, ...names.map((name) => name.replace('.jpg', '.txt')));
    await stage.pressInline('mass', 'Sync to S3');
    await modal(stage.page).getByText('Delete 20 images and 20 captions from S3?').waitFor();
    await pressModalButton(stage.page, 'Delete from S3');
    await modal(stage.page).getByText('Replace or delete 40 of 60 images and captions in S3?').waitFor();
    await stage.picture('plan-mass-change');
    assert.equal(stage.remoteFiles('mass').size, 60);
    await pressModalButton(stage.page, 'Cancel');
    await eventually(() => assert.match(stage.log(), /Sync of mass cancelled\. Nothing was changed\./));
    assert.equal(stage.remoteFiles('mass').size, 60);

    // The preview is the first question; the second one is asked nevertheless.
    await plan.preview('Sync to S3', 'mass');
    await plan.press('Apply Plan');
    await pressModalButton(stage.page, 'Replace or Delete in S3');
    await stage.says('Synced mass to S3: 20 images and 20 captions deleted in S3.');
    stage.assertInStep('mass');
  });

  it('always comes first if the setting says so', async () => {
    const { syncDeletes } = await stage.openGallery('always');
    /** Waits for the checkbox: when it has changed, the window has read all settings. */
    const confirm = async (value: string, deletes: boolean): Promise<void> => {
      await stage.changeSettings({ 's3TrainingData.confirm': value, 's3TrainingData.syncDeletes': deletes });
      await eventually(async () => assert.equal(await syncDeletes.isChecked(), deletes));
    };
    await confirm('always', false);
    await stage.pressInline('always', 'Sync to S3');
    await plan.shows([
      'Upload | 3 images and 2 captions · 8.4 KB',
      'boat 01.jpg | new · 3.3 KB · with caption',
      'fish 02.png | new · 3.3 KB · with caption',
      'house 03.webp | new · 1.8 KB',
    ]);
    await plan.press('Discard Plan');
    await plan.view.waitFor({ state: 'hidden' });
    assert.equal(stage.remoteFiles('always').size, 0);

    await confirm('never', true);
    await sync('always', '3 images and 2 captions');
    await stage.remove('always', 'house 03.webp');
    await stage.pressInline('always', 'Sync to S3');
    // A workspace's settings cannot turn off the question.
    await pressModalButton(stage.page, 'Delete from S3');
    await stage.says('Synced always to S3: 1 image deleted in S3.');
    await confirm('deletes', false);
    await confirm('deletes', true);
  });
});
