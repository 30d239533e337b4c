/*
 * The actions of a user in VS Code's window. Each function waits for what it needs, and throws if it does not appear.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { errors, type FrameLocator, type Locator, type Page } from 'playwright-core';
import { PROJECT_ROOT } from './release.js';

/** Timeout of an action: a loaded machine with two cores may need 40 s for what takes 2 s on an idle one. */
export const PATIENCE_MS = 60_000;

/** Timeout of one attempt at an action that is retried. */
const ATTEMPT_MS = 5000;

/** Timeout of one attempt to pick from a list, for which a command may have to ask the server first. */
const PICK_MS = 15_000;

/** The folder for the pictures of {@link screenshot}. */
export const SCREENSHOTS_FOLDER = path.join(PROJECT_ROOT, 'artifacts/screenshots');

/** The themes that the extension is checked in. */
export const THEMES = {
  dark: { label: 'Dark Modern', workbenchClass: 'vs-dark' },
  light: { label: 'Light Modern', workbenchClass: 'vs' },
  highContrast: { label: 'Dark High Contrast', workbenchClass: 'hc-black' },
  highContrastLight: { label: 'Light High Contrast', workbenchClass: 'hc-light' },
} as const;
export type ThemeName = keyof typeof THEMES;

/** Opens the window at `address` (see VSCodeServer.address) and waits until it is usable. */
export async function openWorkbench(page: Page, address: string): Promise<void> {
  page.setDefaultTimeout(PATIENCE_MS);
  await page.goto(address);
  await page.locator('.monaco-workbench .part.activitybar').waitFor();
  await page.locator('.explorer-folders-view .monaco-list-row').first().waitFor();
}

/** Runs a command from the palette by its full title, e.g. `S3 Training Data: Sync to S3`. */
export const runCommand = (page: Page, title: string): Promise<void> =>
  inPalette(page, title, (row) => row.click({ timeout: ATTEMPT_MS }));

/** Opens the palette on the command with exactly this title, and leaves it open. */
export const openPalette = (page: Page, title: string): Promise<void> =>
  inPalette(page, title, (row) => row.waitFor({ timeout: ATTEMPT_MS }));

/**
 * Runs a command from the palette that opens a list, or several lists in turn, and picks these rows. Retries everything
 * if a list disappears before its row was picked: any change of the focus in the window closes it.
 */
export const runCommandAndPick = (page: Page, title: string, ...labels: readonly string[]): Promise<void> =>
  untilItComes(
    async () => {
      await runCommand(page, title);
      for (const label of labels) await quickPickRow(page, label).click({ timeout: PICK_MS });
    },
    () => page.keyboard.press('Escape'),
  );

/**
 * Opens the palette, types `title` and runs `act` on the command's row. The palette lists only commands that existed
 * when it opened, so it is reopened while extensions are still being registered.
 */
function inPalette(page: Page, title: string, act: (row: Locator) => Promise<void>): Promise<void> {
  return untilItComes(
    async () => {
      await page.keyboard.press('F1');
      // The palette closes if the window moves the focus in the meantime, as it does when editors open and close.
      await quickInput(page).fill(`>${title}`, { timeout: ATTEMPT_MS });
      await act(quickPickRow(page, title));
    },
    () => page.keyboard.press('Escape'),
  );
}

/** Retries an attempt that ended by its timeout, until the total timeout. */
async function untilItComes(
  attempt: () => Promise<void>,
  giveUp: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (!(error instanceof errors.TimeoutError) || Date.now() > deadline) throw error;
      await giveUp();
    }
  }
}

/** The text field of the open palette, quick pick or input box. */
const quickInput = (page: Page): Locator => page.locator('.quick-input-widget .quick-input-box input');

/** The row of the open quick pick with exactly this label. */
export const quickPickRow = (page: Page, label: string): Locator =>
  page
    .locator('.quick-input-list .monaco-list-row')
    .filter({ has: page.locator('.label-name', { hasText: exactly(label) }) })
    .first();

/** Picks a row of the open quick pick. */
export const pick = (page: Page, label: string): Promise<void> => quickPickRow(page, label).click();

/** Answers the open input box. */
export async function answerInput(page: Page, text: string): Promise<void> {
  await quickInput(page).fill(text);
  await acceptInput(page);
}

/** Accepts the value of the open input box. */
export const acceptInput = (page: Page): Promise<void> => quickInput(page).press('Enter');

/**
 * Shows a view container of the activity bar, e.g. `Explorer` or `Training Data`. A click on a visible container hides
 * it, which also happens if a restored window shows it just before the click: then it is clicked again.
 */
export async function openContainer(page: Page, title: string): Promise<void> {
  const tab = page.locator(`.activitybar .action-item:has([aria-label^="${title}"])`);
  const shown = tab.and(page.locator('.checked'));
  await untilItComes(async () => {
    await tab.waitFor({ timeout: ATTEMPT_MS });
    if (await shown.isVisible()) return;
    await tab.click({ timeout: ATTEMPT_MS });
    // A retry must not start before this click has taken effect.
    await shown.waitFor({ timeout: ATTEMPT_MS });
  });
}

/** A row of the visible tree of the side bar (Explorer or a tree view) by its label. */
export const treeRow = (page: Page, label: string): Locator =>
  page
    .locator('.part.sidebar .monaco-list-row')
    .filter({ has: page.locator('.label-name, .monaco-highlighted-label', { hasText: exactly(label) }) })
    .first();

/** Opens the path of folders in the Explorer and returns the row of its last segment: `styles/16/cat 01.jpg`. */
export async function revealInExplorer(page: Page, relativePath: string): Promise<Locator> {
  await openContainer(page, 'Explorer');
  const segments = relativePath.split('/');
  const row = treeRow(page, segments.at(-1) ?? relativePath);
  // While a tree appears, its elements are reused for other rows, so an expanded element may belong to another folder.
  await untilItComes(async () => {
    for (const folder of segments.slice(0, -1)) await expand(treeRow(page, folder));
    await row.waitFor({ timeout: ATTEMPT_MS });
  });
  return row;
}

/** Expands a row of a tree unless it is expanded. */
export async function expand(row: Locator): Promise<void> {
  const expanded = row.and(row.page().locator('[aria-expanded="true"]'));
  await untilItComes(async () => {
    if ((await row.getAttribute('aria-expanded', { timeout: ATTEMPT_MS })) === 'false') {
      await row.click({ timeout: ATTEMPT_MS });
    }
    await expanded.waitFor({ timeout: ATTEMPT_MS });
  });
}

/** Selects an entry of the Explorer's context menu on a file or folder. */
export async function explorerContextMenu(page: Page, relativePath: string, entry: string): Promise<void> {
  await chooseFromContextMenu(page, await revealInExplorer(page, relativePath), entry);
}

/** Selects an entry of a row's context menu. The menu is reopened if the row was being redrawn. */
export async function chooseFromContextMenu(page: Page, row: Locator, entry: string): Promise<void> {
  await untilItComes(
    async () => {
      await row.click({ button: 'right', timeout: ATTEMPT_MS });
      await menuEntry(page, entry).waitFor({ timeout: ATTEMPT_MS });
    },
    () => page.keyboard.press('Escape'),
  );
  await chooseFromMenu(page, entry);
}

/** Presses a button that appears on hover; retries if the element is being redrawn. */
export const pressHoverButton = (place: Locator, button: Locator): Promise<void> =>
  untilItComes(async () => {
    await place.hover({ timeout: ATTEMPT_MS });
    await button.click({ timeout: ATTEMPT_MS });
  });

/** Opens the context menu of a row and waits until it is stable. */
export async function openContextMenu(page: Page, row: Locator): Promise<void> {
  await row.click({ button: 'right' });
  await page.locator('.monaco-menu .action-label').first().waitFor();
}

/** Clicks an entry of the open menu, which ignores the mouse for a moment after it has opened. */
export async function chooseFromMenu(page: Page, label: string): Promise<void> {
  const entry = menuEntry(page, label);
  await entry.waitFor();
  while (await entry.isVisible()) {
    await entry.click({ timeout: 2000 }).catch((error: unknown) => {
      if (!(error instanceof errors.TimeoutError)) throw error;
    });
    await entry.waitFor({ state: 'hidden', timeout: 500 }).catch((error: unknown) => {
      if (!(error instanceof errors.TimeoutError)) throw error;
    });
  }
}

export const menuEntry = (page: Page, label: string): Locator =>
  page.locator('.monaco-menu .action-item .action-label', { hasText: exactly(label) });

/**
 * The document inside the visible webview: two nested frames of VS Code, then the extension's own. Takes the last one,
 * because a closed webview may exist a moment longer.
 */
export const galleryFrame = (page: Page): FrameLocator =>
  page.locator('iframe.webview.ready').last().contentFrame().frameLocator('iframe#active-frame');

/** The modal dialog, which asks before actions that can lose data. */
export const modal = (page: Page): Locator => page.locator('.monaco-dialog-box');

export const pressModalButton = (page: Page, button: string): Promise<void> =>
  modal(page)
    .locator('.monaco-button', { hasText: exactly(button) })
    .click();

/** The badge of a decoration after the label of a row; `''` if there is none. */
export async function badgeOf(row: Locator): Promise<string> {
  const label = row.locator('.monaco-icon-label').first();
  const content = await label.evaluate(
    (element) => (globalThis as StyledPage).getComputedStyle(element, '::after').content,
  );
  return content === 'none' || content === 'normal' ? '' : content.replace(/^"|"$/g, '');
}

/** The part of the page's global object that {@link badgeOf} needs: the Node side is compiled without DOM types. */
type StyledPage = typeof globalThis & {
  getComputedStyle(element: unknown, pseudo: string): { readonly content: string };
};

/**
 * Switches the colour theme like a user, and waits until the window shows it. Like the palette, the list of themes has
 * only those that existed when it opened.
 */
export async function setTheme(page: Page, theme: ThemeName): Promise<void> {
  const { label, workbenchClass } = THEMES[theme];
  const row = quickPickRow(page, label);
  await untilItComes(
    async () => {
      await runCommand(page, 'Preferences: Color Theme');
      await page.locator('.quick-input-widget .quick-input-box input[placeholder*="Color Theme"]').waitFor();
      await quickInput(page).fill(label);
      await row.waitFor({ timeout: 3000 });
    },
    () => page.keyboard.press('Escape'),
  );
  await row.click();
  await page.locator(`.monaco-workbench.${workbenchClass}`).waitFor();
}

/** Saves a picture of the window as `artifacts/screenshots/<name>.png` and returns its path. */

export async function screenshot(page: Page, name: string): Promise<string> {
  const file = path.join(SCREENSHOTS_FOLDER, `${name}.png`);
  await mkdir(path.dirname(file), { recursive: true });
  await page.screenshot({ path: file, animations: 'disabled' });
  return file;
}

const exactly = (text: string): RegExp =>
  new RegExp(`^\\s*${text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
