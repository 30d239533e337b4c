/* Steps that several scenes share. */
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

/** A state of the window that gets a picture. */
export interface Scene {
  readonly name: string;
  /** Brings the window into that state and waits until it is stable. */
  readonly show: (page: Page, sample: SampleWorkspace) => Promise<void>;
  /** Closes everything that the next scene does not expect. */
  readonly leave?: (page: Page, sample: SampleWorkspace) => Promise<void>;
  /** Whether the picture in the dark theme is saved under this name in `media/screenshots/`, for the README. */
  readonly readme?: boolean;
}

/** Wide enough for a tree next to a gallery, small enough to be readable in a README. */
export const VIEWPORT = { width: 1280, height: 800 };

export const CATEGORY = 'S3 Training Data';

export const pressEscape = (page: Page): Promise<void> => page.keyboard.press('Escape');

export async function openGallery(page: Page, style: string): Promise<void> {
  await runCommand(page, 'View: Close All Editors');
  await openContainer(page, 'Training Data');
  await runCommand(page, `${CATEGORY}: Open Gallery`);
  await pick(page, style);
}

/** Waits until every visible card shows a picture or a placeholder. */
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

/** Presses one of the buttons that a style's row in the tree shows on hover. */
export async function pressInline(page: Page, style: string, title: string): Promise<void> {
  await openContainer(page, 'Training Data');
  const row = treeRow(page, style);
  await pressHoverButton(row, row.locator(`.actions .action-label[aria-label="${title}"]`));
}

/** Waits for the progress to disappear. VS Code shows it 150 ms late, and then for 800 ms even if the work is done. */
export async function progressToLeave(page: Page): Promise<void> {
  await setTimeout(1000);
  const progress = notification(page, /(Comparing|Syncing|Undoing|Testing) /);
  await progress.first().waitFor({ state: 'detached' });
}
