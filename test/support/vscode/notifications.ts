/*
 * The messages of VS Code's window. Of more than three within 800 ms it shows the first three as toasts, and none of
 * those that ended before they were drawn; what was said is in the notifications centre all the same. So a message is
 * looked for in both places.
 */
import { errors, type Locator, type Page } from 'playwright-core';
import { PATIENCE_MS } from './workbench.js';

/** A message that is no toast by now may never have been one. */
const TOAST_MS = 5000;

const CENTRE = '.notifications-center.visible';
const SHOWN = `:is(.notifications-toasts, ${CENTRE}) .notification-list-item`;

/** The messages on screen, as toasts or in the open centre, by what they say. */
export const notification = (page: Page, text: string | RegExp): Locator =>
  page.locator(SHOWN, { has: page.locator('.notification-list-item-message', { hasText: text }) });

/** What every message on screen says, newest first. */
export const notifications = (page: Page): Promise<string[]> =>
  page.locator(`${SHOWN}-message`).allInnerTexts();

/**
 * Waits for a message: first for its toast, then in the centre, which stays open. Throws playwright's `TimeoutError`
 * where it has not come in time.
 */
export async function awaitNotification(
  page: Page,
  text: string | RegExp,
  patienceMs = PATIENCE_MS,
): Promise<Locator> {
  const shown = notification(page, text).first();
  try {
    await shown.waitFor({ timeout: TOAST_MS });
  } catch (error) {
    if (!(error instanceof errors.TimeoutError)) throw error;
    await openNotificationCentre(page);
    await shown.waitFor({ timeout: patienceMs });
  }
  return shown;
}

/** Presses a button of a message. */
export async function pressNotificationButton(
  page: Page,
  text: string | RegExp,
  button: string,
): Promise<void> {
  const shown = await awaitNotification(page, text);
  await shown.getByRole('button', { name: button, exact: true }).click();
}

/** Shows everything that was said and not taken away. While it is open, there are no toasts. */
export const openNotificationCentre = (page: Page): Promise<void> => toggleCentre(page, 'visible');

/** Makes room for toasts, where it is open. */
export const closeNotificationCentre = (page: Page): Promise<void> => toggleCentre(page, 'hidden');

/** By the bell in the status bar. */
async function toggleCentre(page: Page, state: 'visible' | 'hidden'): Promise<void> {
  const centre = page.locator(CENTRE);
  if ((await centre.isVisible()) === (state === 'visible')) return;
  await page.locator('.statusbar-item[id="status.notifications"]').click();
  await centre.waitFor({ state });
}
