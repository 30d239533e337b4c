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

/** The view “Sync Plan”. */
export class SyncPlan {
  readonly view: Locator;
  readonly message: Locator;

  constructor(readonly page: Page) {
    this.view = page.locator('.part.sidebar .pane:has(> .pane-header[aria-label^="Sync Plan"])');
    this.message = this.view.locator('.tree-explorer-viewlet-tree-view .message');
  }

  /** Makes the plan of a style by the command in the palette. With one style in the window nothing else is asked. */
  async preview(direction: 'Sync to S3' | 'Sync from S3', style?: string): Promise<void> {
    const picks = style === undefined ? [direction] : [direction, style];
    await runCommandAndPick(this.page, `${CATEGORY}: Preview Sync…`, ...picks);
    await this.view.waitFor();
  }

  /** A row by its label: a file, or a group. */
  row = (label: string): Locator =>
    this.view.locator('.monaco-list-row').filter({
      has: this.page.locator('.label-name').getByText(label, { exact: true }),
    });

  /** Every row that is shown, as `label | description`. */
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

  /** Waits until these rows are shown and no other. */
  shows = (rows: readonly string[]): Promise<void> =>
    eventually(async () => assert.deepEqual(await this.rows(), rows));

  /** Waits until the line above the rows says this. */
  says = (sentence: string | RegExp): Promise<void> =>
    eventually(async () => {
      const shown = await this.message.innerText();
      if (typeof sentence === 'string') assert.equal(shown, sentence);
      else assert.match(shown, sentence);
    });

  check = (label: string): Promise<void> => this.row(label).locator('[role="checkbox"]').click();

  isChecked = (label: string): Promise<boolean> => this.row(label).locator('[role="checkbox"]').isChecked();

  /** Chooses an entry of a row's context menu. */
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

/** What {@link SyncPlan.rows} needs of a row: the Node side is compiled without the DOM's types. */
interface RowElement {
  querySelector(selector: string): { readonly textContent: string | null } | null;
}
