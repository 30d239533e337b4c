/* What more than one scene does. */
import { setTimeout } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import type { SampleWorkspace } from '../../test/support/sample-style/sampleWorkspace.js';
import { notification } from '../../test/support/vscode/notifications.js';
import {
  galleryFrame,
  openContainer,
  pick,
  pressHoverButton,
  runCommand,
  treeRow,
} from '../../test/support/vscode/workbench.js';

/** Something to take a picture of. */
export interface Scene {
  readonly name: string;
  /** Brings the window there and waits until it stands still. */
  readonly show: (page: Page, sample: SampleWorkspace) => Promise<void>;
  /** Leaves nothing open that the next scene would not expect. */
  readonly leave?: (page: Page, sample: SampleWorkspace) => Promise<void>;
  /** Kept in `media/screenshots/` under this name, in the dark theme, for the README. */
  readonly readme?: boolean;
}

/** Wide enough for a tree beside a gallery, small enough to be read in a README. */
export const VIEWPORT = { width: 1280, height: 800 };

export const CATEGORY = 'S3 Training Data';

export const pressEscape = (page: Page): Promise<void> => page.keyboard.press('Escape');

export async function openGallery(page: Page, style: string): Promise<void> {
  await runCommand(page, 'View: Close All Editors');
  await openContainer(page, 'Training Data');
  await runCommand(page, `${CATEGORY}: Open Gallery`);
  await pick(page, style);
}

/** Waits until every card that is on screen shows a picture, or that there is none. */
async function picturesLoaded(page: Page): Promise<void> {
  const frame = galleryFrame(page);
  await frame.locator('.gallery-card').first().waitFor();
  await frame
    .locator('.gallery-card:not(:has(img.loaded)):not(:has(.no-picture:visible))')
    .first()
    .waitFor({ state: 'detached' });
}

export async function showGallery(page: Page, style: string): Promise<void> {
  await openGallery(page, style);
  await picturesLoaded(page);
}

export const clearNotifications = (page: Page): Promise<void> =>
  runCommand(page, 'Notifications: Clear All Notifications');

/** Presses one of the buttons that a style's row in the tree shows under the mouse. */
export async function pressInline(page: Page, style: string, title: string): Promise<void> {
  await openContainer(page, 'Training Data');
  const row = treeRow(page, style);
  await pressHoverButton(row, row.locator(`.actions .action-label[aria-label="${title}"]`));
}

/** VS Code shows a progress 150 ms late, and then for 800 ms even where the work is done by that time. */
export async function progressToLeave(page: Page): Promise<void> {
  await setTimeout(1000);
  const progress = notification(page, /(Comparing|Syncing|Undoing|Testing) /);
  await progress.first().waitFor({ state: 'detached' });
}
