/*
 * A real VS Code window for an end-to-end test:
 *
 *   const window = await openWindow({ vsix, folder: workspace, env: { AWS_ACCESS_KEY_ID: … } });
 *   await runCommand(window.page, 'S3 Training Data: Sync to S3');
 *   await window.close();
 *
 * The actions in its page are in workbench.ts.
 */
import type { Page } from 'playwright-core';
import { startBrowser, type BrowserOptions, type LocalBrowser } from './browser.js';
import { developExtensions } from './developmentExtension.js';
import { startVSCodeServer, type ServerOptions, type VSCodeServer } from './server.js';
import { openWorkbench } from './workbench.js';

export interface WindowOptions extends ServerOptions, BrowserOptions {
  /** Absolute path of the workspace folder. VS Code may write `.vscode/` into it, so every run needs its own. */
  readonly folder: string;
  /** Folders of unpacked extensions to load; `vsix` is for a packaged one. */
  readonly developing?: readonly string[];
}

export interface VSCodeWindow {
  readonly page: Page;
  readonly server: VSCodeServer;
  readonly browser: LocalBrowser;
  /** Errors that the page has thrown or logged so far, except for known ones of the server. */
  readonly errors: readonly string[];
  close(): Promise<void>;
}

/** Starts a server and a browser, and waits until the workbench is ready. */
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

/** The errors that a server without compiled modules and service worker logs in every window. */
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
