import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import * as vscode from 'vscode';
import type { SyncResult } from '../../src/operations/protocol/results.js';
import { COMMANDS, SETTINGS_SECTION } from '../../src/host/settings/ids.js';
import { BucketContent } from './bucketContent.js';
import { Modals } from './modals.js';
import { api, makeStyle, workspaceFolder, type OwnStyle } from './workspace.js';

const run = (command: string, ...args: unknown[]): Thenable<SyncResult | undefined> =>
  vscode.commands.executeCommand(command, ...args);

async function setting(
  key: string,
  value: unknown,
  target = vscode.ConfigurationTarget.Workspace,
): Promise<void> {
  await vscode.workspace.getConfiguration(SETTINGS_SECTION, workspaceFolder().uri).update(key, value, target);
}

describe('A command that a link can reach', () => {
  const styles: OwnStyle[] = [];
  let bucket: BucketContent;
  let modals: Modals;

  before(() => {
    bucket = new BucketContent();
  });
  beforeEach(() => {
    modals = new Modals(undefined);
  });
  afterEach(async () => {
    modals.dispose();
    for (const style of styles.splice(0)) style.dispose();
    await setting('confirm', undefined, vscode.ConfigurationTarget.Global);
    for (const key of ['confirm', 'syncDeletes']) await setting(key, undefined);
  });
  after(() => bucket.close());

  /** A style that is the same on both sides, except for one image that is missing on one of them. */
  async function differing(id: string, goneFrom: 's3' | 'folder'): Promise<OwnStyle> {
    const style = makeStyle(id, { 'a.jpg': 'A', 'b.jpg': 'B' });
    styles.push(style);
    await (await api()).upload({ styleId: id });
    if (goneFrom === 's3') await bucket.remove(id, 'b.jpg');
    else style.remove('b.jpg');
    return style;
  }

  it('asks before it deletes locally, whatever its arguments and the user’s settings say', async () => {
    const style = await differing('link from', 's3');
    await setting('confirm', 'never', vscode.ConfigurationTarget.Global);
    const options = { styleId: 'link from', syncDeletes: true, force: true };
    await run(COMMANDS.syncFromS3, options);
    assert.deepEqual(
      modals.asked.map(({ title }) => title),
      ['Delete 1 image here?'],
    );
    assert.ok(existsSync(style.uri('b.jpg').fsPath));
    modals.answer = 'Delete Here';
    assert.equal((await run(COMMANDS.syncFromS3, options))?.deleted, 1);
    assert.ok(!existsSync(style.uri('b.jpg').fsPath));
  });

  it('asks before it deletes in S3', async () => {
    await differing('link to', 'folder');
    await run(COMMANDS.syncToS3, { styleId: 'link to', syncDeletes: true, force: true });
    assert.equal(modals.asked.length, 1);
    assert.deepEqual(await bucket.files('link to'), ['a.jpg', 'b.jpg']);
  });

  it('asks before an applied plan deletes, whatever the user’s settings say', async () => {
    const style = await differing('link plan', 'folder');
    await setting('confirm', 'never', vscode.ConfigurationTarget.Global);
    await setting('syncDeletes', true, vscode.ConfigurationTarget.Global);
    const { showQuickPick } = vscode.window;
    // Picks the direction: to S3.
    Object.assign(vscode.window, { showQuickPick: async (rows: Promise<unknown[]>) => (await rows)[0] });
    try {
      await run(COMMANDS.previewSync, style.folder, [style.folder]);
      await run(COMMANDS.applyPlan);
    } finally {
      Object.assign(vscode.window, { showQuickPick });
      await setting('syncDeletes', undefined, vscode.ConfigurationTarget.Global);
      await run(COMMANDS.discardPlan);
    }
    assert.deepEqual(
      modals.asked.map(({ title }) => title),
      ['Delete 1 image from S3?'],
    );
    assert.deepEqual(await bucket.files('link plan'), ['a.jpg', 'b.jpg']);
  });

  it('refuses an empty source, even with the argument `force`', async () => {
    const style = await differing('link empty', 'folder');
    style.remove('a.jpg');
    const result = await run(COMMANDS.syncToS3, { styleId: 'link empty', syncDeletes: true, force: true });
    assert.equal(result, undefined);
    assert.deepEqual(await bucket.files('link empty'), ['a.jpg', 'b.jpg']);
  });

  it('turns Sync Deletes on only after a yes', async () => {
    await run(COMMANDS.toggleSyncDeletes);
    assert.deepEqual(
      modals.asked.map(({ title }) => title),
      ['Turn Sync Deletes on?'],
    );
    const settings = vscode.workspace.getConfiguration(SETTINGS_SECTION);
    assert.equal(settings.inspect('syncDeletes')?.workspaceValue, undefined);
  });

  it('syncs no folder outside the workspace', async () => {
    const outside = mkdtempSync(path.join(os.tmpdir(), 'outside-'));
    writeFileSync(path.join(outside, 'a.jpg'), 'private');
    try {
      const folder = vscode.Uri.file(outside);
      const style = { id: 'outside', folder };
      for (const subject of [folder, vscode.Uri.joinPath(folder, 'a.jpg'), { kind: 'style', style }]) {
        assert.equal(await run(COMMANDS.syncToS3, subject, [subject]), undefined);
      }
      assert.deepEqual(await bucket.files(path.basename(outside)), []);
      assert.deepEqual(await bucket.files('outside'), []);
    } finally {
      rmSync(outside, { recursive: true });
    }
  });
});

describe('The settings of a workspace', () => {
  let modals: Modals;
  const styles: OwnStyle[] = [];
  beforeEach(() => {
    modals = new Modals(undefined);
  });
  afterEach(async () => {
    modals.dispose();
    for (const style of styles.splice(0)) style.dispose();
    await setting('confirm', undefined, vscode.ConfigurationTarget.Global);
    await setting('confirm', undefined);
    await setting('syncDeletes', undefined);
  });

  it('cannot turn off questions', async () => {
    const style = makeStyle('never', { 'a.jpg': 'A', 'b.jpg': 'B' });
    styles.push(style);
    await (await api()).upload({ styleId: 'never' });
    style.remove('b.jpg');
    await setting('confirm', 'never');
    await setting('syncDeletes', true);
    await run(COMMANDS.syncToS3, style.folder, [style.folder]);
    assert.deepEqual(
      modals.asked.map(({ title }) => title),
      ['Delete 1 image from S3?'],
    );
  });

  it('turn on deletions only after the user has agreed on this machine', async () => {
    const style = makeStyle('brought', { 'a.jpg': 'A', 'b.jpg': 'B', 'c.jpg': 'C' });
    styles.push(style);
    const { upload } = await api();
    await upload({ styleId: 'brought' });
    await setting('syncDeletes', true);
    await setting('confirm', 'never', vscode.ConfigurationTarget.Global);
    style.remove('b.jpg');
    assert.equal((await upload({ styleId: 'brought' })).deleted, 0);
    await run(COMMANDS.syncToS3, style.folder, [style.folder]);
    assert.equal(modals.asked.length, 1);
    assert.equal((await upload({ styleId: 'brought' })).deleted, 0);

    modals.answer = 'Delete from S3';
    await run(COMMANDS.syncToS3, style.folder, [style.folder]);
    assert.equal(modals.asked.length, 2);
    style.remove('c.jpg');
    await run(COMMANDS.syncToS3, style.folder, [style.folder]);
    assert.equal(modals.asked.length, 2, 'never again');
    const bucket = new BucketContent();
    assert.deepEqual(await bucket.files('brought'), ['a.jpg']);
    bucket.close();
  });

  it('name no unencrypted endpoint without a warning, which is shown once', async () => {
    const style = makeStyle('plain', { 'a.jpg': 'A' });
    styles.push(style);
    const endpoint = vscode.workspace.getConfiguration(SETTINGS_SECTION).get<string>('endpoint');
    modals.answer = 'Use Bucket';
    try {
      await setting('endpoint', 'http://s3.example.invalid');
      await run(COMMANDS.syncToS3, style.folder, [style.folder]);
      await run(COMMANDS.syncToS3, style.folder, [style.folder]);
    } finally {
      await setting('endpoint', endpoint);
    }
    const said = modals.said.filter((message) => message.includes('without encryption'));
    assert.equal(said.length, 1);
  });

  it('name no bucket that is used before the user has agreed on this machine', async () => {
    const style = makeStyle('elsewhere', { 'a.jpg': 'A' });
    styles.push(style);
    const endpoint = vscode.workspace.getConfiguration(SETTINGS_SECTION).get<string>('endpoint');
    try {
      await setting('endpoint', 'https://s3.example.invalid');
      await run(COMMANDS.syncToS3, style.folder, [style.folder]);
      const [asked] = modals.asked;
      assert.match(asked?.title ?? '', /^Use the bucket training-data of this workspace’s settings\?$/);
      assert.match(asked?.detail ?? '', /Server: https:\/\/s3\.example\.invalid/);
      await assert.rejects(async () => (await api()).upload({ styleId: 'elsewhere' }), {
        code: 'bad-argument',
      });

      modals.answer = 'Use Bucket';
      await run(COMMANDS.syncToS3, style.folder, [style.folder]);
      await run(COMMANDS.syncToS3, style.folder, [style.folder]);
      assert.equal(modals.asked.length, 2, 'once no, once yes, and never again');
    } finally {
      await setting('endpoint', endpoint);
    }
  });
});
