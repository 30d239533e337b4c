import assert from 'node:assert/strict';
import { filesInWords } from '../../src/operations/texts/fileNumbers.js';
import { plainText } from '../../src/operations/texts/translate.js';
import { fault } from '../support/s3-server/faults.js';
import { SAMPLE_BUCKET } from '../support/sample-style/sampleWorkspace.js';
import { awaitNotification, notification, pressNotificationButton } from '../support/vscode/notifications.js';
import { acceptInput, answerInput, pick, quickPickRow, runCommand } from '../support/vscode/workbench.js';
import { eventually } from './eventually.js';
import { CATEGORY, Stage, type Pairs } from './stage.js';

const TWELVE: Pairs = Object.fromEntries(
  Array.from({ length: 12 }, (_, i) => [
    `boat ${String(i + 1).padStart(2, '0')}.jpg`,
    `boat number ${i + 1}`,
  ]),
);

const CONFIGURE = 'Configure S3 Connection…';
const SIGN_IN = 'Sign In…';

describe('A sync that fails or is cancelled', () => {
  let stage: Stage;

  before(async () => {
    stage = await Stage.open({
      styles: { gallery: TWELVE, notification: TWELVE, wrong: { 'boat 01.jpg': 'a boat' } },
      // Few at a time, so that there is something left to cancel.
      settings: { 's3TrainingData.concurrency': 2 },
    });
  });
  after(() => stage.close());
  afterEach(function () {
    return stage.tidy(this.currentTest);
  });

  /** Asserts that S3 has only complete pairs, with the right bytes. */
  const assertNothingHalfDone = (style: string): void => {
    const local = stage.localFiles(style);
    const remote = stage.remoteFiles(style);
    for (const [name, bytes] of remote) {
      assert.equal(bytes, local.get(name), name);
      if (name.endsWith('.jpg')) assert.ok(remote.has(name.replace('.jpg', '.txt')), name);
    }
  };

  /** Lets `count` requests through, and holds all others until the returned function is called. */
  const holdAfter = (count: number, operation: 'PutObject' | 'GetObject'): (() => void) => {
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => (release = resolve));
    stage.s3.faults.add({ operation, after: count, then: fault.call(() => released) });
    return release;
  };

  /** The number of uploaded files in the message on screen. */
  const claimed = async (style: string): Promise<number> => {
    const message = await stage.told(`Sync of ${style} cancelled`);
    const [, images = '0', captions = '0'] =
      /: (\d+) images? and (\d+) captions? uploaded/.exec(await message.innerText()) ?? [];
    return Number(images) + Number(captions);
  };

  it('reports only finished files when it is cancelled in the gallery; the next sync does the rest', async () => {
    let begun = 0;
    const release = holdAfter(6, 'PutObject');
    stage.s3.faults.add({
      operation: 'PutObject',
      then: fault.call(() => {
        begun++;
      }),
    });
    const gallery = await stage.openGallery('gallery');
    await gallery.toS3.click();
    // One of the six requests is a retry of the first one, which probes how the server treats conditions.
    await gallery.progress.locator('.sync-text', { hasText: /Uploading [56] of 24/ }).waitFor();
    await stage.picture('sync-running');
    await gallery.cancel.click();
    const claims = await claimed('gallery');
    await stage.picture('sync-cancelled');
    release();
    // Requests under way may have arrived, but the message does not count them, nor a caption without its image.
    await eventually(() => assert.equal(stage.s3.requests.count('PutObject'), begun));
    const there = stage.remoteFiles('gallery');
    const arrived = there.size;
    assert.ok(claims % 2 === 0 && claims <= arrived && arrived < 24, `${claims} of ${arrived}`);
    assertNothingHalfDone('gallery');

    stage.s3.faults.clear();
    await gallery.toS3.click();
    const rest = filesInWords(
      [...stage.localFiles('gallery').keys()].filter((name) => !there.has(name)),
      plainText,
    );
    await stage.says(`Synced gallery to S3: ${rest} uploaded.`);
    stage.assertInStep('gallery');
  });

  it('leads from its result to what has failed, in the gallery’s bar alone', async () => {
    const { page } = stage;
    const gallery = await stage.openGallery('gallery');
    await stage.writeFile('gallery', 'boat 03.txt', 'another boat');
    await stage.writeFile('gallery', 'boat 04.txt', 'and one more');
    const key = 'styles/gallery/boat 03.txt';
    stage.s3.faults.add({
      operation: 'PutObject',
      key,
      then: { kind: 'error', status: 403, code: 'AccessDenied' },
    });
    await gallery.toS3.click();
    await gallery.summary.getByText('Synced gallery to S3: 1 caption uploaded, 1 caption failed.').waitFor();
    await gallery.summaryLine.locator('.codicon-warning:visible').waitFor();
    await stage.picture('sync-failed-in-part');
    assert.equal(await notification(page, 'Synced gallery').count(), 0, 'one place says it');

    stage.s3.faults.clear();
    await gallery.summaryLine.getByRole('button', { name: 'Retry 1 Failed' }).click();
    await gallery.summary.getByText('Synced gallery to S3: 1 caption uploaded.').waitFor();
    stage.assertInStep('gallery');
  });

  it('leaves only complete files when a download is cancelled in its notification', async () => {
    const { page } = stage;
    for (const [name, bytes] of stage.localFiles('notification')) {
      stage.put('notification', name, Buffer.from(bytes, 'base64'));
    }
    const whole = stage.localFiles('notification');
    await stage.remove('notification', ...[...whole.keys()].filter((name) => !name.startsWith('boat 01')));
    const release = holdAfter(6, 'GetObject');
    await stage.pressInline('notification', 'Sync from S3');
    await pressNotificationButton(page, 'Downloading 6 of 22 images and captions', 'Cancel');
    await awaitNotification(page, 'Sync of notification cancelled');
    release();
    const here = stage.localFiles('notification');
    assert.ok(here.size < 24);
    for (const [name, bytes] of here) assert.equal(bytes, whole.get(name), name);

    stage.s3.faults.clear();
    await stage.pressInline('notification', 'Sync from S3');
    const rest = filesInWords(
      [...whole.keys()].filter((name) => !here.has(name)),
      plainText,
    );
    await stage.says(`Synced notification from S3: ${rest} downloaded.`);
    assert.deepEqual(stage.localFiles('notification'), whole);
  });

  it('names a missing bucket in one message', async () => {
    const gallery = await stage.openGallery('wrong');
    /** Waits for the checkbox, which shows that the window has read its settings again. */
    const setBucket = async (bucket: string, syncDeletes: boolean): Promise<void> => {
      await stage.changeSettings({
        's3TrainingData.bucket': bucket,
        's3TrainingData.syncDeletes': syncDeletes,
      });
      await eventually(async () => assert.equal(await gallery.syncDeletes.isChecked(), syncDeletes));
    };
    await setBucket('no-such-bucket', true);
    await gallery.toS3.click();
    const sentence =
      'The bucket “no-such-bucket” does not exist. Check its name, the region and the endpoint.';
    await gallery.summary.getByText(sentence).waitFor();
    await stage.picture('wrong-bucket');
    const buttons = gallery.summaryLine.locator('.sync-actions button');
    assert.deepEqual(await buttons.allInnerTexts(), [CONFIGURE, 'Show Log']);
    assert.equal(await notification(stage.page, sentence).count(), 0, 'one place says it');
    await setBucket(SAMPLE_BUCKET, false);
  });

  it('reports wrong keys before it stores them, and syncs with the right ones', async () => {
    const { page } = stage;
    const { accessKeyId, secretAccessKey } = stage.s3.credentials;
    const answer = async (prompt: string, text?: string): Promise<void> => {
      await page.locator('.quick-input-widget').getByText(prompt).first().waitFor();
      if (text === undefined) await acceptInput(page);
      else await answerInput(page, text);
    };
    await runCommand(page, `${CATEGORY}: ${CONFIGURE}`);
    await answer('Name of the S3 bucket');
    await answer('The folder in the bucket');
    await answer('URL of an S3-compatible server');
    await answer('Region of the bucket');
    await stage.picture('configure-sign-in');
    await pick(page, 'Access keys…');
    await answer('Access key id', accessKeyId);
    await answer('Secret access key of', 'wrong');
    await answer('Session token', '');
    const wrongKeys = 'S3 does not accept these keys. Check the access key and the secret key.';
    await awaitNotification(page, wrongKeys);
    await page.locator('.quick-input-title', { hasText: 'Not Connected to training-data' }).waitFor();
    await stage.picture('configure-wrong-keys');

    await pick(page, 'Sign-in');
    await pick(page, 'Access keys…');
    await answer('Access key id', accessKeyId);
    await answer('Secret access key of', secretAccessKey);
    await answer('Session token', '');
    await stage.says('Connected to the bucket training-data. You can sync now.');
    assert.equal(JSON.stringify(stage.settings()).includes(secretAccessKey), false);

    stage.s3.faults.add({
      then: fault.error(403, 'SignatureDoesNotMatch'),
    });
    await runCommand(page, 'Notifications: Clear All Notifications');
    await stage.pressInline('wrong', 'Sync to S3');
    await stage.saysOnly(wrongKeys, [SIGN_IN, 'Show Log'], 'wrong-keys');
    await pressNotificationButton(page, wrongKeys, SIGN_IN);
    await page.locator('.quick-input-widget').getByText('Name of the S3 bucket').first().waitFor();
    await page.keyboard.press('Escape');
    await quickPickRow(page, 'Access keys…').waitFor({ state: 'hidden' });

    stage.s3.faults.clear();
    await stage.pressInline('wrong', 'Sync to S3');
    await stage.says('Synced wrong to S3: 1 image and 1 caption uploaded.');
    stage.assertInStep('wrong');
  });

  it('names a server that does not answer, and opens its log', async () => {
    await stage.s3.close();
    await stage.pressInline('wrong', 'Sync to S3');
    const sentence = `${stage.s3.endpoint} cannot be reached. Check the network and the endpoint.`;
    await stage.saysOnly(sentence, [CONFIGURE, 'Show Log'], 'no-network');
    await pressNotificationButton(stage.page, sentence, 'Show Log');
    await eventually(async () => {
      const lines = await stage.page
        .locator('.output-view-container, .panel .view-lines')
        .first()
        .innerText();
      assert.match(lines, /cannot\s+be\s+reached/);
    });
    await stage.picture('log');
  });
});
