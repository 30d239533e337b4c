/*
 * The messages of VS Code's window. Of more than three messages within 800 ms, VS Code shows only the first three as
 * toasts, and none that ended before they were drawn. The notification centre lists them all, so a message is searched
 * in both places.
 */
import { errors, type Locator, type Page } from 'playwright-core';
import { PATIENCE_MS } from './workbench.js';

/** After this time without a toast, the message is searched in the notification centre. */
const TOAST_MS = 5000;

const CENTRE = '.notifications-center.visible';
const SHOWN = `:is(.notifications-toasts, ${CENTRE}) .notification-list-item`;

/** The visible messages, as toasts or in the open centre, with this text. */
export const notification = (page: Page, text: string | RegExp): Locator =>
  page.locator(SHOWN, { has: page.locator('.notification-list-item-message', { hasText: text }) });

/** The texts of all visible messages, newest first. */
export const notifications = (page: Page): Promise<string[]> =>
  page.locator(`${SHOWN}-message`).allInnerTexts();

/**
 * Waits for a message: first for its toast, then in the centre, which stays open. Throws playwright's `TimeoutError` if
 * it does not appear in time.
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

/** Opens the centre, which lists all messages that were not dismissed. While it is open, there are no toasts. */
export const openNotificationCentre = (page: Page): Promise<void> => toggleCentre(page, 'visible');

/** Closes the centre if it is open, so that toasts can appear. */
export const closeNotificationCentre = (page: Page): Promise<void> => toggleCentre(page, 'hidden');

/** Toggles the centre with the bell in the status bar. */
async function toggleCentre(page: Page, state: 'visible' | 'hidden'): Promise<void> {
  const centre = page.locator(CENTRE);
  if ((await centre.isVisible()) === (state === 'visible')) return;
  await page.locator('.statusbar-item[id="status.notifications"]').click();
  await centre.waitFor({ state });
}
