import { writeFile } from 'node:fs/promises';
import type { Locator, Page } from 'playwright-core';
import { SAMPLE_BUCKET } from '../../test/support/sample-style/sampleWorkspace.js';
import { awaitNotification } from '../../test/support/vscode/notifications.js';
import {
  galleryFrame,
  modal,
  openContainer,
  pick,
  pressHoverButton,
  pressModalButton,
  runCommand,
  treeRow,
} from '../../test/support/vscode/workbench.js';
import {
  CATEGORY,
  clearNotifications,
  pressEscape,
  pressInline,
  progressToLeave,
  showGallery,
  type Scene,
} from './scene.js';
import {
  changeSettings,
  deletePairs,
  editBothSides,
  editedStems,
  EDITED_STYLE,
  fileOf,
  resetEdited,
  slowCopies,
} from './stage.js';

/**
 * The scenes of one story: a style is synced, edited on both sides, previewed, synced, undone, and then nearly lost.
 */
export const planScenes = (): readonly Scene[] => [
  {
    name: 'gallery-marks',
    show: async (page, sample) => {
      await runCommand(page, 'View: Close All Editors');
      await openContainer(page, 'Training Data');
      await fold(treeRow(page, '16'));
      await resetEdited(sample);
      await pressInline(page, EDITED_STYLE, 'Sync to S3');
      await awaitNotification(page, `Synced ${EDITED_STYLE} to S3`);
      await clearNotifications(page);
      await editBothSides(sample);
      await showGallery(page, EDITED_STYLE);
      await galleryFrame(page).locator('.sync-state').nth(3).waitFor();
    },
  },
  {
    name: 'plan',
    readme: true,
    show: async (page, sample) => {
      await runCommand(page, 'View: Close All Editors');
      await changeSettings(sample, { 's3TrainingData.syncDeletes': true });
      await widenSideBar(page, WIDER);
      await runCommand(page, `${CATEGORY}: Preview Sync…`);
      await pick(page, 'Sync to S3');
      await pick(page, EDITED_STYLE);
      const [, , , fourth = ''] = await editedStems(sample);
      await planRow(page, `${fourth}.txt`).click();
      await page
        .locator('.monaco-diff-editor .editor.modified .view-line', { hasText: 'watercolour' })
        .waitFor();
      await progressToLeave(page);
    },
  },
  {
    name: 'plan-drifted',
    show: async (page, sample) => {
      const [first = ''] = await editedStems(sample);
      await writeFile(fileOf(sample, `${first}.txt`), 'edited while the plan was looked at\n');
      const header = plan(page).locator('.pane-header');
      await pressHoverButton(header, header.locator('.action-label[aria-label^="Apply Plan"]'));
      await pressModalButton(page, 'Delete from S3');
      await awaitNotification(page, 'left alone');
      await plan(page).getByText('Conflicts').waitFor({ state: 'detached' });
      await progressToLeave(page);
    },
    leave: async (page) => {
      await runCommand(page, `${CATEGORY}: Discard Plan`);
      await widenSideBar(page, -WIDER);
      await clearNotifications(page);
    },
  },
  {
    name: 'undo-question',
    readme: true,
    show: async (page) => {
      await showGallery(page, EDITED_STYLE);
      await galleryFrame(page).locator('#undo-last-sync').click();
      await modal(page).getByText('Undo the sync').waitFor();
    },
  },
  {
    name: 'undo-running',
    show: async (page, sample) => {
      const bucket = sample.s3.bucket(SAMPLE_BUCKET);
      for (const key of bucket.keys.filter((name) => name.includes('lighthouse'))) {
        bucket.put(key, 'changed since');
      }
      slowCopies(sample);
      await pressModalButton(page, 'Undo Sync');
      await galleryFrame(page)
        .locator('#sync-progress .sync-text', { hasText: /Undoing [1-9]\d* of/ })
        .waitFor();
    },
    leave: (_page, { s3 }) => {
      s3.faults.clear();
      return Promise.resolve();
    },
  },
  {
    name: 'undo-kept',
    show: async (page) => {
      await galleryFrame(page).locator('#sync-summary', { hasText: 'kept' }).waitFor();
    },
    leave: clearNotifications,
  },
  {
    name: 'history',
    show: async (page) => {
      await runCommand(page, 'View: Close All Editors');
      await runCommand(page, `${CATEGORY}: Show Sync History`);
      await pick(page, EDITED_STYLE);
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'Sync to S3' }).first().waitFor();
    },
    leave: pressEscape,
  },
  {
    name: 'delete-question',
    show: async (page, sample) => {
      await resetEdited(sample);
      await pressInline(page, EDITED_STYLE, 'Sync to S3');
      await awaitNotification(page, `Synced ${EDITED_STYLE} to S3`);
      await clearNotifications(page);
      await deletePairs(sample, (await editedStems(sample)).slice(2));
      await pressInline(page, EDITED_STYLE, 'Sync to S3');
      await modal(page).getByText('from S3?').waitFor();
    },
  },
  {
    name: 'mass-change-question',
    show: async (page) => {
      await pressModalButton(page, 'Delete from S3');
      await modal(page).getByText('Replace or delete 12 of 16').waitFor();
    },
    leave: async (page, sample) => {
      await pressModalButton(page, 'Cancel');
      await changeSettings(sample, { 's3TrainingData.syncDeletes': false });
      await resetEdited(sample);
      await clearNotifications(page);
    },
  },
];

const plan = (page: Page): Locator =>
  page.locator('.part.sidebar .pane:has(> .pane-header[aria-label^="Sync Plan"])');

const planRow = (page: Page, label: string): Locator =>
  plan(page)
    .locator('.monaco-list-row')
    .filter({ has: page.locator('.label-name').getByText(label, { exact: true }) });

/** How much the side bar is widened, so that the plan's rows are readable in a picture. Pixels. */
const WIDER = 120;

async function widenSideBar(page: Page, pixels: number): Promise<void> {
  const box = await page.locator('.part.sidebar').boundingBox();
  if (box === null) throw new Error('There is no side bar.');
  const [edge, middle] = [box.x + box.width, box.y + box.height / 3];
  await page.mouse.move(edge, middle);
  await page.mouse.down();
  await page.mouse.move(edge + pixels, middle, { steps: 4 });
  await page.mouse.up();
}

/** Collapses a style: an expanded one pushes those below it out of view. */
async function fold(style: Locator): Promise<void> {
  if ((await style.getAttribute('aria-expanded')) === 'true') await style.click();
}
