import type { Page } from 'playwright-core';
import { fault } from '../../test/support/s3-server/faults.js';
import type { SampleWorkspace } from '../../test/support/sample-style/sampleWorkspace.js';
import { awaitNotification } from '../../test/support/vscode/notifications.js';
import {
  answerInput,
  modal,
  pick,
  pressModalButton,
  runCommand,
} from '../../test/support/vscode/workbench.js';
import {
  CATEGORY,
  clearNotifications,
  pressEscape,
  pressInline,
  progressToLeave,
  type Scene,
} from './scene.js';
import {
  changeSettings,
  copyEditedStyle,
  COPIED_STYLE,
  EDITED_STYLE,
  linkStyle,
  LINKED_STYLE,
  resetS3,
} from './stage.js';

let servers = 0;

/** An endpoint for a workspace's settings that does not exist and that the user has not confirmed. */
const unknownServer = (): string => `http://s3-${String(++servers)}.training-data.example:9000`;

const syncEdited = (page: Page): Promise<void> => pressInline(page, EDITED_STYLE, 'Sync to S3');

async function reachTheServerAgain(page: Page, sample: SampleWorkspace): Promise<void> {
  await changeSettings(sample, { 's3TrainingData.endpoint': sample.s3.endpoint });
  resetS3(sample);
  await clearNotifications(page);
}

/** The messages and questions about a workspace, server or history that cannot be trusted. */
export const trustScenes = (): readonly Scene[] => [
  {
    name: 'place-question',
    show: async (page, sample) => {
      await runCommand(page, 'View: Close All Editors');
      await changeSettings(sample, { 's3TrainingData.endpoint': unknownServer() });
      await syncEdited(page);
      await modal(page).getByText('Use the bucket').waitFor();
    },
  },
  {
    name: 'plain-http',
    show: async (page) => {
      await pressModalButton(page, 'Use Bucket');
      await awaitNotification(page, 'without encryption');
      await awaitNotification(page, 'cannot be reached');
      await progressToLeave(page);
    },
    leave: reachTheServerAgain,
  },
  {
    name: 'server-full',
    show: async (page, sample) => {
      resetS3(sample);
      sample.s3.faults.add({
        operation: 'PutObject',
        key: /rings/,
        then: fault.error(
          507,
          'XMinioStorageFull',
          'Storage backend has reached its minimum free drive threshold.',
        ),
      });
      await syncEdited(page);
      await awaitNotification(page, 'is full');
      await progressToLeave(page);
    },
    leave: reachTheServerAgain,
  },
  {
    name: 'access-denied',
    show: async (page, sample) => {
      sample.s3.faults.add({
        operation: 'ListObjectsV2',
        then: fault.error(403, 'AccessDenied', 'Access Denied.'),
      });
      await syncEdited(page);
      await awaitNotification(page, 'denied');
      await progressToLeave(page);
    },
    leave: reachTheServerAgain,
  },
  {
    name: 'bucket-wrong',
    show: async (page) => {
      await runCommand(page, `${CATEGORY}: Configure S3 Connection…`);
      await answerInput(page, 's3://my-bucket/sets/styles');
      await page
        .locator('.quick-input-widget .quick-input-message', { hasText: 'no name' })
        .first()
        .waitFor();
    },
  },
  {
    name: 'not-connected',
    show: async (page) => {
      await answerInput(page, 'training-date');
      for (const question of ['Prefix', 'Endpoint', 'Region', 'Sign-in']) {
        await page.locator('.quick-input-title', { hasText: question }).waitFor();
        await page.keyboard.press('Enter');
      }
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Test Again' }).waitFor();
      await progressToLeave(page);
    },
    leave: async (page) => {
      await pressEscape(page);
      await clearNotifications(page);
    },
  },
  {
    name: 'linked-style-question',
    show: async (page, sample) => {
      await linkStyle(sample);
      await pressInline(page, LINKED_STYLE, 'Sync from S3');
      await modal(page).getByText('is a link').waitFor();
    },
  },
  {
    name: 'linked-style-guard',
    show: async (page) => {
      await modal(page).locator('.monaco-button', { hasText: 'Overwrite' }).click();
      await modal(page).getByText('Replace or delete').first().waitFor();
    },
    leave: async (page, sample) => {
      await pressModalButton(page, 'Cancel');
      await reachTheServerAgain(page, sample);
    },
  },
  {
    name: 'copied-history',
    show: async (page, sample) => {
      await syncEdited(page);
      await awaitNotification(page, `Synced ${EDITED_STYLE} to S3`);
      await clearNotifications(page);
      await copyEditedStyle(sample);
      await runCommand(page, `${CATEGORY}: Show Sync History`);
      await pick(page, COPIED_STYLE);
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Sync to S3' }).first().waitFor();
    },
    leave: pressEscape,
  },
  {
    name: 'copied-undo-question',
    show: async (page) => {
      await runCommand(page, `${CATEGORY}: Undo Last Sync`);
      await pick(page, COPIED_STYLE);
      await modal(page).getByText('not known to be yours').waitFor();
    },
    leave: async (page) => {
      await pressModalButton(page, 'Cancel');
      await clearNotifications(page);
    },
  },
];
