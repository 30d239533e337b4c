import assert from 'node:assert/strict';
import type { Locator, Page } from 'playwright-core';
import {
  chooseFromContextMenu,
  openContainer,
  pressHoverButton,
  runCommandAndPick,
} from '../support/vscode/workbench.js';
import { eventually } from './eventually.js';
import { CATEGORY } from './stage.js';

/** The “Sync Plan” view. */
export class SyncPlan {
  readonly view: Locator;
  readonly message: Locator;

  constructor(readonly page: Page) {
    this.view = page.locator('.part.sidebar .pane:has(> .pane-header[aria-label^="Sync Plan"])');
    this.message = this.view.locator('.tree-explorer-viewlet-tree-view .message');
  }

  /** Makes the plan of a style with the palette's command. With one style in the window, the command asks nothing. */
  async preview(direction: 'Sync to S3' | 'Sync from S3', style?: string): Promise<void> {
    const picks = style === undefined ? [direction] : [direction, style];
    await runCommandAndPick(this.page, `${CATEGORY}: Preview Sync…`, ...picks);
    await this.view.waitFor();
  }

  /** A row (a file or a group) by its label. */
  row = (label: string): Locator =>
    this.view.locator('.monaco-list-row').filter({
      has: this.page.locator('.label-name').getByText(label, { exact: true }),
    });

  /** All shown rows, as `label | description`. */
  rows = (): Promise<string[]> =>
    this.view
      .locator('.monaco-list-row')
      .evaluateAll((rows: readonly RowElement[]) =>
        rows.map((row) =>
          ['.label-name', '.label-description']
            .map((part) => row.querySelector(part)?.textContent ?? '')
            .join(' | '),
        ),
      );

  /** Waits until exactly these rows are shown. */
  shows = (rows: readonly string[]): Promise<void> =>
    eventually(async () => assert.deepEqual(await this.rows(), rows));

  /** Waits until the line above the rows has this text. */
  says = (sentence: string | RegExp): Promise<void> =>
    eventually(async () => {
      const shown = await this.message.innerText();
      if (typeof sentence === 'string') assert.equal(shown, sentence);
      else assert.match(shown, sentence);
    });

  check = (label: string): Promise<void> => this.row(label).locator('[role="checkbox"]').click();

  isChecked = (label: string): Promise<boolean> => this.row(label).locator('[role="checkbox"]').isChecked();

  /** Selects an entry of a row's context menu. */
  async choose(label: string, entry: string): Promise<void> {
    await chooseFromContextMenu(this.page, this.row(label), entry);
  }

  /** Presses a button of the view's title. */
  async press(title: 'Apply Plan' | 'Discard Plan'): Promise<void> {
    await openContainer(this.page, 'Training Data');
    const header = this.view.locator('.pane-header');
    await pressHoverButton(header, header.locator(`.action-label[aria-label^="${title}"]`));
  }
}

/** The part of a row that {@link SyncPlan.rows} needs: the Node side is compiled without DOM types. */
interface RowElement {
  querySelector(selector: string): { readonly textContent: string | null } | null;
}
