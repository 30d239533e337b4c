import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { awaitNotification } from '../../test/support/vscode/notifications.js';
import {
  badgeOf,
  expand,
  galleryFrame,
  openContainer,
  openContextMenu,
  openPalette,
  revealInExplorer,
  runCommand,
  treeRow,
} from '../../test/support/vscode/workbench.js';
import { detailsScenes } from './detailsScenes.js';
import { planScenes } from './planScenes.js';
import {
  CATEGORY,
  clearNotifications,
  openGallery,
  pressEscape,
  progressToLeave,
  showGallery,
  VIEWPORT,
  type Scene,
} from './scene.js';
import { trustScenes } from './trustScenes.js';
import {
  DAMAGED_STYLE,
  distrustS3,
  EMPTY_STYLE,
  failSomeUploads,
  LARGE_STYLE,
  resetS3,
  slowUploads,
} from './stage.js';

async function select(page: Page, count: number): Promise<void> {
  const cards = galleryFrame(page).locator('.gallery-card');
  await cards.first().click();
  await cards.nth(count - 1).click({ modifiers: ['Shift'] });
}

const syncToS3 = (page: Page): Promise<void> => galleryFrame(page).locator('#sync-to-s3').click();

function untrustedCertificate(): Scene {
  let trustAgain: () => Promise<void>;
  return {
    name: 'untrusted-certificate',
    show: async (page, sample) => {
      trustAgain = await distrustS3(sample);
      await showGallery(page, '17');
      await syncToS3(page);
      await awaitNotification(page, 'not trusted');
      await progressToLeave(page);
    },
    leave: async (page) => {
      await trustAgain();
      await clearNotifications(page);
    },
  };
}

/** A gallery with a selection in a small window. */
const narrow = (name: string, size: { readonly width: number; readonly height: number }): Scene => ({
  name,
  show: async (page) => {
    await page.setViewportSize(size);
    await showGallery(page, '16');
    await select(page, 2);
  },
  leave: (page) => page.setViewportSize(VIEWPORT),
});

/** All scenes, in an order in which each one leaves the window ready for the next. */
export const allScenes = (): readonly Scene[] => [
  {
    name: 'tree',
    readme: true,
    show: async (page) => {
      await openContainer(page, 'Training Data');
      await expand(treeRow(page, '16'));
      await page.mouse.move(800, 600); // Away from the row, whose tooltip would cover the others.
      const image = page.locator('.part.sidebar .monaco-list-row[aria-level="2"]').first();
      while ((await badgeOf(image)) === '') await setTimeout(200); // The caption marks appear a moment later.
    },
  },
  { name: 'gallery', readme: true, show: (page) => showGallery(page, '16') },
  {
    name: 'gallery-selection',
    readme: true,
    show: async (page) => {
      await showGallery(page, '16');
      await select(page, 4);
    },
  },
  {
    name: 'sync-running',
    readme: true,
    show: async (page, sample) => {
      resetS3(sample);
      slowUploads(sample);
      await showGallery(page, '16');
      await syncToS3(page);
      await galleryFrame(page)
        .locator('#sync-progress .sync-text', { hasText: /[1-9]\d* of/ })
        .waitFor();
    },
    leave: async (page, sample) => {
      sample.s3.faults.clear();
      await galleryFrame(page).locator('#sync-summary').waitFor();
      await clearNotifications(page);
    },
  },
  {
    name: 'sync-failures',
    show: async (page, sample) => {
      resetS3(sample);
      failSomeUploads(sample);
      await showGallery(page, '17');
      await syncToS3(page);
      await galleryFrame(page).locator('#sync-summary', { hasText: 'failed' }).waitFor();
    },
    leave: async (page, sample) => {
      resetS3(sample);
      await clearNotifications(page);
    },
  },
  untrustedCertificate(),
  { name: 'gallery-damaged', show: (page) => showGallery(page, DAMAGED_STYLE) },
  {
    name: 'gallery-empty',
    show: async (page) => {
      await openGallery(page, EMPTY_STYLE);
      await galleryFrame(page).locator('#notice').waitFor();
    },
  },
  {
    name: 'gallery-menu',
    show: async (page) => {
      await showGallery(page, '16');
      await select(page, 1);
      await openContextMenu(page, galleryFrame(page).locator('.gallery-card').nth(0));
    },
    leave: pressEscape,
  },
  {
    name: 'gallery-more',
    show: async (page) => {
      await showGallery(page, '16');
      await galleryFrame(page).locator('#more').click();
      await page.locator('.monaco-menu .action-label').first().waitFor();
    },
    leave: pressEscape,
  },
  {
    name: 'gallery-sorted',
    show: async (page) => {
      await showGallery(page, '16');
      const frame = galleryFrame(page);
      await frame.locator('#sort').selectOption('longestCaption');
      await frame.locator('#filter').selectOption('captioned');
      await frame.locator('#search').fill('fish');
    },
    leave: async (page) => {
      const frame = galleryFrame(page);
      await frame.locator('#sort').selectOption('name');
      await frame.locator('#filter').selectOption('all');
      await frame.locator('#search').fill('');
    },
  },
  // The side bar and the edges take 358 px: the panels are 400 and 342 px wide; one of half the height is what zooming to 200 % leaves.
  narrow('gallery-400', { width: 758, height: 800 }),
  narrow('gallery-narrow', { width: 700, height: 560 }),
  { name: 'gallery-10000', show: (page) => showGallery(page, LARGE_STYLE) },
  ...detailsScenes(),
  ...planScenes(),
  ...trustScenes(),
  {
    name: 'explorer-menu',
    readme: true,
    show: async (page) => {
      await runCommand(page, 'View: Close All Editors');
      await openContextMenu(page, await revealInExplorer(page, 'styles/17'));
    },
    leave: pressEscape,
  },
  {
    name: 'palette',
    show: async (page) => {
      await openPalette(page, `${CATEGORY}: Sync to S3`);
      await page.locator('.quick-input-widget .quick-input-box input').fill(`>${CATEGORY}`);
    },
    leave: pressEscape,
  },
  {
    name: 'settings',
    show: async (page) => {
      await runCommand(page, 'Preferences: Open Settings (UI)');
      await page.locator('.settings-editor .search-container').waitFor();
      await page.keyboard.type('s3TrainingData');
      await page.locator('.settings-editor .setting-item-label', { hasText: 'Sync Deletes' }).waitFor();
    },
    leave: async (page) => {
      // Current VS Code releases show the settings in an overlay, not in an editor tab.
      await pressEscape(page);
      await page.locator('.settings-editor').waitFor({ state: 'hidden' });
    },
  },
];
