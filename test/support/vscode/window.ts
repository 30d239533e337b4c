/*
 * A real VS Code window for an end-to-end test:
 *
 *   const window = await openWindow({ vsix, folder: workspace, env: { AWS_ACCESS_KEY_ID: … } });
 *   await runCommand(window.page, 'S3 Training Data: Sync to S3');
 *   await window.close();
 *
 * What can be done in its page is in workbench.ts.
 */
import type { Page } from 'playwright-core';
import { startBrowser, type BrowserOptions, type LocalBrowser } from './browser.js';
import { developExtensions } from './developmentExtension.js';
import { startVSCodeServer, type ServerOptions, type VSCodeServer } from './server.js';
import { openWorkbench } from './workbench.js';

export interface WindowOptions extends ServerOptions, BrowserOptions {
  /** The workspace folder, an absolute path. VS Code may write `.vscode/` into it: give every run its own. */
  readonly folder: string;
  /** Folders of extensions to load as they lie there; a packaged one goes into `vsix`. */
  readonly developing?: readonly string[];
}

export interface VSCodeWindow {
  readonly page: Page;
  readonly server: VSCodeServer;
  readonly browser: LocalBrowser;
  /** Errors that the page has thrown or logged so far, the server's own shortcomings left out. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/** Starts a server and a browser of its own, and waits until the workbench stands. */
export async function openWindow(options: WindowOptions): Promise<VSCodeWindow> {
  const server = await startVSCodeServer(options);
  try {
    const browser = await startBrowser(options);
    const close = async (): Promise<void> => {
      await browser.close();
      await server.stop();
    };
    try {
      if (options.developing !== undefined) {
        await developExtensions(browser.context, server.port, { extensions: options.developing });
      }
      const page = await browser.context.newPage();
      const errors = collectErrors(page);
      await openWorkbench(page, server.address(options.folder));
      return { page, server, browser, errors, close };
    } catch (error) {
      await close();
      throw error;
    }
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** What a server without its compiled parts and its service worker says in every window. */
const OWN_SHORTCOMINGS =
  /bindings file|ServiceWorker|when fetching the script|Failed to load resource|watchdog/;

function collectErrors(page: Page): string[] {
  const errors: string[] = [];
  page.on('pageerror', (error) => errors.push(firstLine(error.message)));
  page.on('console', (message) => {
    const text = firstLine(message.text());
    if (message.type() === 'error' && !OWN_SHORTCOMINGS.test(text)) errors.push(text);
  });
  return errors;
}

const firstLine = (text: string): string => text.split('\n', 1)[0] ?? '';
