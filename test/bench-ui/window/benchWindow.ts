import path from 'node:path';
import type { Page } from 'playwright-core';
import { measured, PROBE_EXTENSION, type Measurement } from '../../e2e/probe.js';
import { Stage } from '../../e2e/stage.js';
import { startStopwatch } from '../../e2e/stopwatch.js';
import { temporaryFolder, type TemporaryFolder } from '../../support/vscode/temporaryFolder.js';
import { openContainer, runCommand, treeRow } from '../../support/vscode/workbench.js';
import { makeLargeStyle } from '../data/largeStyle.js';
import { count } from '../report/figures.js';

/** The style of a measured window. */
export const STYLE = 'large';

/** Timeout of operations on very many images. */
const PATIENCE_MS = 180_000;

/** Times until the tree shows the number of images of a style, in milliseconds. */
export interface TreeTimes {
  /** Since the window began to load, including VS Code's own start. */
  readonly sinceReload: number;
  /** Since the extension's `activate` was called. */
  readonly sinceActivation: number;
}

/** A window with the packaged extension on one style, and with the probe in the same extension host. */
export class BenchWindow {
  private constructor(
    readonly stage: Stage,
    readonly pairs: number,
    private readonly own: TemporaryFolder,
  ) {}

  static async open(pairs: number): Promise<BenchWindow> {
    const own = temporaryFolder('probe');
    const stage = await Stage.open({
      styles: {},
      prepare: async (styles) => {
        await makeLargeStyle(path.join(styles, STYLE), pairs);
        // With two styles, the tree expands none of them automatically.
        await makeLargeStyle(path.join(styles, 'small'), 1);
      },
      developing: [PROBE_EXTENSION],
      env: { PROBE_FILE: probeFileIn(own) },
    });
    stage.page.setDefaultTimeout(PATIENCE_MS);
    await startStopwatch(stage.window.browser.context);
    const window = new BenchWindow(stage, pairs, own);
    await window.reload();
    return window;
  }

  get page(): Page {
    return this.stage.page;
  }

  /** Measures the extension host during an action. */
  measured = (act: () => Promise<void> = () => Promise.resolve()): Promise<Measurement> =>
    measured(this.page, probeFileIn(this.own), act);

  /** Reloads the window, which starts a new extension host with empty memory. */
  async reload(): Promise<TreeTimes> {
    const { page } = this;
    const began = Date.now();
    await page.reload();
    await openContainer(page, 'Training Data');
    await treeRow(page, STYLE)
      .getByText(`${count(this.pairs)} images`)
      .waitFor();
    const shown = Date.now();
    const { activated } = await this.measured();
    return { sinceReload: shown - began, sinceActivation: shown - activated };
  }

  /** Resolves when the editors are gone: otherwise the next window would open them again. */
  async closeEditors(): Promise<void> {
    await runCommand(this.page, 'View: Close All Editors');
    await this.page.locator('.editor-instance').first().waitFor({ state: 'detached' });
    await this.page.locator('iframe.webview').first().waitFor({ state: 'detached' });
  }

  async close(): Promise<void> {
    await this.stage.close();
    this.own.remove();
  }
}

const probeFileIn = (folder: TemporaryFolder): string => path.join(folder.path, 'measurement.json');
