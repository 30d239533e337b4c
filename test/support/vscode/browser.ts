import { existsSync } from 'node:fs';
import { chromium, type Browser, type BrowserContext } from 'playwright-core';

const CANDIDATES = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
];

/** As root, Chromium runs only without its sandbox; it opens only pages on loopback. */
const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Path of this machine's browser, or `undefined`. The environment variable `CHROMIUM` overrides it. */
export function findChromium(): string | undefined {
  const named = process.env['CHROMIUM'];
  return named !== undefined && named !== '' ? named : CANDIDATES.find((file) => existsSync(file));
}

export interface BrowserOptions {
  readonly viewport?: { readonly width: number; readonly height: number };
}

/** A headless Chromium with an empty profile, which can reach only this machine. */
export interface LocalBrowser {
  readonly browser: Browser;
  readonly context: BrowserContext;
  /** Requests to other machines, all of which were refused. */
  readonly refused: readonly string[];
  close(): Promise<void>;
}

/** @throws Error if the machine has no Chromium. */
export async function startBrowser(options: BrowserOptions = {}): Promise<LocalBrowser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error('No Chromium was found. Install one, or name it: CHROMIUM=/path/to/chromium');
  }
  // Playwright ends the browser's process group and removes its profile when this process exits.
  const browser = await chromium.launch({ executablePath, headless: true, args: ARGUMENTS });
  const context = await browser.newContext({
    viewport: options.viewport ?? { width: 1400, height: 900 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  const refused: string[] = [];
  const elsewhere = (url: URL): boolean =>
    /^https?:$/.test(url.protocol) && !['127.0.0.1', 'localhost'].includes(url.hostname);
  await context.route(elsewhere, (route) => {
    refused.push(route.request().url());
    return route.abort();
  });
  return { browser, context, refused, close: () => browser.close() };
}
