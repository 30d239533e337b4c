import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import type { BucketView } from '../support/s3-server/bucketView.js';
import { startS3Server, type S3Server } from '../support/s3-server/s3Server.js';
import {
  connectionSettings,
  credentialsEnvironment,
  SAMPLE_BUCKET,
} from '../support/sample-style/sampleWorkspace.js';
import { samplePicture } from '../support/sample-style/samplePicture.js';
import {
  awaitNotification,
  closeNotificationCentre,
  notification,
  notifications,
  openNotificationCentre,
} from '../support/vscode/notifications.js';
import { packagedExtension } from '../support/vscode/packagedExtension.js';
import { temporaryFolder, type TemporaryFolder } from '../support/vscode/temporaryFolder.js';
import { openWindow, type VSCodeWindow, type WindowOptions } from '../support/vscode/window.js';
import {
  expand,
  openContainer,
  PATIENCE_MS,
  pressHoverButton,
  revealInExplorer,
  runCommand,
  screenshot,
  treeRow,
} from '../support/vscode/workbench.js';
import { eventually } from './eventually.js';
import { Gallery } from './gallery.js';

export const CATEGORY = 'S3 Training Data';

/** After this time without a toast, a message is searched in the notification centre. */
const TOAST_MS = 5000;

/** Captions of images, by the image's path; `null`: no caption. */
export type Pairs = Readonly<Record<string, string | null>>;

export interface StageOptions extends Partial<Pick<WindowOptions, 'env' | 'developing' | 'viewport'>> {
  /** Styles by id. */
  readonly styles: Readonly<Record<string, Pairs>>;
  /** Adds to the folder of the styles before the window opens. */
  readonly prepare?: (stylesFolder: string) => Promise<void>;
  /** Settings of the workspace, in addition to those that name the bucket. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Settings of the user. */
  readonly userSettings?: Readonly<Record<string, unknown>>;
}

/** A window with the packaged extension on its own workspace, and the S3 server for its syncs. */
export class Stage {
  private constructor(
    private readonly own: TemporaryFolder,
    readonly s3: S3Server,
    readonly window: VSCodeWindow,
    /** The workspace folder. */
    readonly folder: string,
  ) {}

  static async open(options: StageOptions): Promise<Stage> {
    const own = temporaryFolder('e2e');
    const folder = path.join(own.path, 'training');
    const s3 = await startS3Server({ buckets: [SAMPLE_BUCKET] });
    try {
      for (const [id, pairs] of Object.entries(options.styles)) {
        await writePairs(path.join(folder, 'styles', id), pairs);
      }
      await options.prepare?.(path.join(folder, 'styles'));
      const settingsFile = path.join(folder, '.vscode/settings.json');
      await mkdir(path.dirname(settingsFile), { recursive: true });
      await writeFile(settingsFile, JSON.stringify({ ...connectionSettings(s3), ...options.settings }));
      const { env, developing, viewport, userSettings } = options;
      const window = await openWindow({
        folder,
        vsix: packagedExtension(),
        env: { ...credentialsEnvironment(s3), ...env },
        ...(userSettings && { settings: userSettings }),
        ...(developing && { developing }),
        ...(viewport && { viewport }),
      });
      return new Stage(own, s3, window, folder);
    } catch (error) {
      await s3.close();
      own.remove();
      throw error;
    }
  }

  get page(): Page {
    return this.window.page;
  }

  get bucket(): BucketView {
    return this.s3.bucket(SAMPLE_BUCKET);
  }

  async close(): Promise<void> {
    await this.window.close();
    await this.s3.close();
    this.own.remove();
  }

  /** Saves a picture of a failed test, and brings the window into a clean state for the next test. For `afterEach`. */
  async tidy(test: Mocha.Test | undefined): Promise<void> {
    const name = test?.fullTitle().replace(/[^a-z0-9]+/gi, '-');
    if (test?.state === 'failed')
      console.error(`    ${await screenshot(this.page, `e2e/failed/${name ?? ''}`)}`);
    this.s3.faults.clear();
    await this.page.keyboard.press('Escape');
    await runCommand(this.page, 'Notifications: Clear All Notifications');
    await runCommand(this.page, 'View: Close All Editors');
  }

  /** Saves a picture of a step. */
  picture = (name: string): Promise<string> => screenshot(this.page, `e2e/${name}`);

  // The disk

  fileOf = (style: string, name: string): string => path.join(this.folder, 'styles', style, name);

  write = (style: string, pairs: Pairs): Promise<void> =>
    writePairs(path.join(this.folder, 'styles', style), pairs);

  writeFile = (style: string, name: string, content: string): Promise<void> =>
    writeFile(this.fileOf(style, name), content);

  rename = (style: string, from: string, to: string): Promise<void> =>
    rename(this.fileOf(style, from), this.fileOf(style, to));

  async remove(style: string, ...names: readonly string[]): Promise<void> {
    for (const name of names) await rm(this.fileOf(style, name));
  }

  /** The text of a file on disk. */
  textOf = (style: string, name: string): string => readFileSync(this.fileOf(style, name), 'utf8');

  /** The files of a style with their bytes, by path. */
  localFiles(style: string): Map<string, string> {
    const folder = path.join(this.folder, 'styles', style);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name));
    return sorted(files.map((file) => [path.relative(folder, file), readFileSync(file, 'base64')]));
  }

  /** The workspace's `.vscode/settings.json`. */
  settings(): Record<string, unknown> {
    const text = readFileSync(path.join(this.folder, '.vscode/settings.json'), 'utf8');
    return JSON.parse(text) as Record<string, unknown>;
  }

  async changeSettings(changes: Readonly<Record<string, unknown>>): Promise<void> {
    const file = path.join(this.folder, '.vscode/settings.json');
    await writeFile(file, JSON.stringify({ ...this.settings(), ...changes }, null, 2));
  }

  // S3

  /** The objects of a style with their bytes, by path. */
  remoteFiles(style: string): Map<string, string> {
    const prefix = `styles/${style}/`;
    const own = [...this.bucket.objects].filter(([key]) => key.startsWith(prefix));
    return sorted(own.map(([key, { bytes }]) => [key.slice(prefix.length), bytes.toString('base64')]));
  }

  put = (style: string, name: string, content: string | Uint8Array): void =>
    this.bucket.put(`styles/${style}/${name}`, content);

  removeRemote(style: string, ...names: readonly string[]): void {
    for (const name of names) this.bucket.delete(`styles/${style}/${name}`);
  }

  /** Asserts that folder and S3 have the same files with the same bytes. */
  assertInStep(style: string): void {
    assert.deepEqual(this.remoteFiles(style), this.localFiles(style));
  }

  // The window

  /** Waits for what a run says at its end, in its one place: the bar of the visible gallery, or a notification. */
  async told(sentence: string | RegExp, patienceMs = PATIENCE_MS): Promise<Locator> {
    const bar = new Gallery(this.page).summaryLine.filter({ hasText: sentence });
    const toast = notification(this.page, sentence).first();
    const inBar = bar.waitFor({ timeout: TOAST_MS }).then(() => bar);
    const inToast = toast.waitFor({ timeout: TOAST_MS }).then(() => toast);
    return Promise.any([inBar, inToast]).catch(() => {
      const later = bar.waitFor({ timeout: patienceMs }).then(() => bar);
      return Promise.any([later, awaitNotification(this.page, sentence, patienceMs)]);
    });
  }

  /** Waits for a message with this text, and for the progress to disappear. */
  async says(sentence: string | RegExp, patienceMs = PATIENCE_MS): Promise<void> {
    await this.told(sentence, patienceMs);
    await this.progressToLeave();
    await closeNotificationCentre(this.page);
  }

  /**
   * Waits until the notifications have exactly one message, with exactly this text and these buttons. Saves a picture
   * of it, and leaves the notification centre open, which lists all messages, whether they were toasts or not.
   */
  async saysOnly(sentence: string, buttons: readonly string[], pictureName: string): Promise<void> {
    const { page } = this;
    const message = await awaitNotification(page, sentence);
    await this.progressToLeave();
    await this.picture(pictureName);
    await openNotificationCentre(page);
    await eventually(async () => assert.deepEqual(await notifications(page), [sentence]));
    assert.deepEqual(await message.locator('.monaco-button').allInnerTexts(), buttons);
  }

  private async progressToLeave(): Promise<void> {
    await notification(this.page, 'Syncing ').first().waitFor({ state: 'detached' });
  }

  /** Opens a caption in an editor and types text at its end. */
  async type(style: string, caption: string, text: string): Promise<void> {
    const { page } = this;
    const row = await revealInExplorer(page, `styles/${style}/${caption}`);
    await row.dblclick();
    await page.locator(`.tab.active[data-resource-name="${caption}"]`).waitFor();
    await this.editorShows(this.textOf(style, caption));
    await page.locator('.editor-instance .view-lines').first().click();
    await page.keyboard.press('Control+End');
    await page.keyboard.type(text);
    await page.locator('.tab.active.dirty').waitFor();
  }

  /** Waits until the open editor shows this text. */
  editorShows = (text: string): Promise<void> =>
    eventually(async () => {
      const shown = await this.page.locator('.editor-instance .view-lines').first().innerText();
      // The editor renders spaces as no-break spaces.
      assert.equal(shown.replaceAll('\u00a0', ' '), text);
    });

  /** The row of a style in the tree view. */
  async styleInTree(style: string): Promise<ReturnType<typeof treeRow>> {
    await openContainer(this.page, 'Training Data');
    return treeRow(this.page, style);
  }

  /** The row of an image in the tree view; expands its style. */
  async imageInTree(style: string, name: string): Promise<ReturnType<typeof treeRow>> {
    await expand(await this.styleInTree(style));
    return treeRow(this.page, name);
  }

  /** Opens a style's gallery from the tree view's inline button. */
  async openGallery(style: string): Promise<Gallery> {
    await this.pressInline(style, 'Open Gallery');
    const gallery = new Gallery(this.page);
    await gallery.toolbar.waitFor();
    return gallery;
  }

  /** Presses one of the buttons that a style's row shows on hover. */
  async pressInline(style: string, title: string): Promise<void> {
    const row = await this.styleInTree(style);
    await pressHoverButton(row, row.locator(`.actions .action-label[aria-label="${title}"]`));
  }

  /** The text of the extension's output channel. */
  log(): string {
    const logs = path.join(this.window.server.home, 'data/logs');
    const file = readdirSync(logs, { recursive: true, encoding: 'utf8' }).find((name) =>
      name.endsWith(`${CATEGORY}.log`),
    );
    return file === undefined ? '' : readFileSync(path.join(logs, file), 'utf8');
  }

  logs = (line: string): Promise<void> => eventually(() => assert.ok(this.log().includes(line), this.log()));
}

async function writePairs(folder: string, pairs: Pairs): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [name, caption] of Object.entries(pairs)) {
    const image = path.join(folder, name);
    await mkdir(path.dirname(image), { recursive: true });
    await writeFile(image, await samplePicture(name));
    if (caption !== null) await writeFile(image.replace(/\.[^.]+$/, '.txt'), caption);
  }
}

const sorted = (entries: readonly (readonly [string, string])[]): Map<string, string> =>
  new Map([...entries].sort(([a], [b]) => (a < b ? -1 : 1)));
