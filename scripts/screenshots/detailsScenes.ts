import type { Page } from 'playwright-core';
import { galleryFrame } from '../../test/support/vscode/workbench.js';
import { showGallery, VIEWPORT, type Scene } from './scene.js';

/** Opens the details of the first image, with its picture and its caption. */
async function showDetails(page: Page): Promise<void> {
  await showGallery(page, '16');
  const frame = galleryFrame(page);
  await frame.locator('.gallery-card').first().click();
  if (!(await frame.locator('#details').isVisible())) await page.keyboard.press('Enter');
  await frame.locator('#picture img.loaded').waitFor();
  await frame.locator('.details-facts', { hasText: '×' }).waitFor();
  await frame.locator('#caption-field:not([readonly])').waitFor();
}

const detailsIn = (name: string, size: { readonly width: number; readonly height: number }): Scene => ({
  name,
  show: async (page) => {
    await page.setViewportSize(size);
    await showDetails(page);
  },
  leave: (page) => page.setViewportSize(VIEWPORT),
});

/** The details of an image beside, below and over the grid. */
export const detailsScenes = (): readonly Scene[] => [
  { name: 'details', show: showDetails },
  {
    name: 'details-unsaved',
    show: async (page) => {
      await showDetails(page);
      const field = galleryFrame(page).locator('#caption-field');
      await field.press('End');
      await page.keyboard.type(', at dawn');
      await galleryFrame(page).locator('.caption-dirty').waitFor();
    },
    leave: async (page) => {
      await galleryFrame(page).locator('#caption-field').press('Control+z');
    },
  },
  detailsIn('details-narrow', { width: 740, height: 800 }),
  detailsIn('details-200-percent', { width: 640, height: 400 }),
];
