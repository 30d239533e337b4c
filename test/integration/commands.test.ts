import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import * as vscode from 'vscode';
import { COMMANDS, SETTINGS_SECTION } from '../../src/host/settings/ids.js';
import { SyncDeletesSwitch } from '../../src/host/style/syncDeletesSwitch.js';
import { BucketContent } from './bucketContent.js';
import { Modals } from './modals.js';
import { eventWhere, makeStyle, workspaceFolder, type OwnStyle } from './workspace.js';

const run = (command: string, ...args: unknown[]): Thenable<unknown> =>
  vscode.commands.executeCommand(command, ...args);

describe('commands from the Explorer', () => {
  let style: OwnStyle;
  let bucket: BucketContent;

  before(() => {
    bucket = new BucketContent();
    style = makeStyle('explorer', {
      'a.jpg': 'A',
      'a.txt': 'cat A',
      'b.jpg': 'B',
      'sub/c.jpg': 'C',
      'sub/d.jpg': 'D',
    });
  });

  after(() => {
    style.dispose();
    bucket.close();
  });

  it('sync only the selected images, each with its caption', async () => {
    const selected = style.uri('a.jpg');
    await run(COMMANDS.syncToS3, selected, [selected]);
    assert.deepEqual(await bucket.files('explorer'), ['a.jpg', 'a.txt']);
  });

  it('sync a folder inside a style to its place in that style', async () => {
    await run(COMMANDS.syncToS3, style.uri('sub'), [style.uri('sub')]);
    assert.deepEqual(await bucket.files('explorer'), ['a.jpg', 'a.txt', 'sub/c.jpg', 'sub/d.jpg']);
  });

  it('sync a style by its folder', async () => {
    await run(COMMANDS.syncToS3, style.folder, [style.folder]);
    assert.deepEqual(await bucket.files('explorer'), ['a.jpg', 'a.txt', 'b.jpg', 'sub/c.jpg', 'sub/d.jpg']);
  });

  it('open a missing caption as an unsaved new file, which is made when something is saved', async () => {
    await run(COMMANDS.createCaption, style.uri('b.jpg'), [style.uri('b.jpg')]);
    const caption = style.uri('b.txt');
    const editor = vscode.window.activeTextEditor;
    assert.equal(editor?.document.uri.toString(), caption.with({ scheme: 'untitled' }).toString());
    assert.equal(existsSync(caption.fsPath), false);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'cat B'));
    assert.equal(await editor.document.save(), true);
    assert.equal(readFileSync(caption.fsPath, 'utf8'), 'cat B');
  });

  it('do not change an existing caption', async () => {
    await run(COMMANDS.createCaption, style.uri('a.jpg'), [style.uri('a.jpg')]);
    assert.equal(vscode.window.activeTextEditor?.document.getText(), 'cat A');
    await run(COMMANDS.openCaption, style.uri('a.jpg'), [style.uri('a.jpg')]);
    assert.equal(vscode.window.activeTextEditor.document.uri.toString(), style.uri('a.txt').toString());
  });

  it('open the gallery of the style', async () => {
    const opened = eventWhere(vscode.window.tabGroups.onDidChangeTabs, (change) => change.opened.length > 0);
    await run(COMMANDS.openGallery, style.folder, [style.folder]);
    const [tab] = (await opened).opened;
    assert.ok(tab?.input instanceof vscode.TabInputWebview);
    assert.match(tab.label, /explorer/);
    await run('workbench.action.closeActiveEditor');
  });
});

describe('Toggle Sync Deletes', () => {
  const ownState: vscode.Memento = {
    keys: () => [],
    get: () => undefined,
    update: () => Promise.resolve(),
  };
  const setting = (): vscode.WorkspaceConfiguration =>
    vscode.workspace.getConfiguration(SETTINGS_SECTION, workspaceFolder().uri);

  it('turns the workspace’s setting on and off, and notifies the checkbox', async () => {
    const checkbox = new SyncDeletesSwitch(ownState);
    const style = { id: '16', folder: vscode.Uri.joinPath(workspaceFolder().uri, 'styles/16') };
    const heard = eventWhere(checkbox.onDidChange, () => checkbox.get(style));
    const modals = new Modals('Turn On');
    await run(COMMANDS.toggleSyncDeletes);
    modals.dispose();
    await heard;
    assert.equal(setting().inspect('syncDeletes')?.workspaceValue, true);
    await run(COMMANDS.toggleSyncDeletes);
    assert.equal(setting().get('syncDeletes'), false);
    checkbox.dispose();
  });

  it('is the setting that the checkbox writes', async () => {
    const checkbox = new SyncDeletesSwitch(ownState);
    const style = { id: '16', folder: vscode.Uri.joinPath(workspaceFolder().uri, 'styles/16') };
    await checkbox.set(style, true);
    assert.equal(setting().get('syncDeletes'), true);
    await checkbox.set(style, false);
    checkbox.dispose();
  });
});
