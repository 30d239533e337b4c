import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { WorkerEngine } from '../../src/engine/workerEngine.js';
import { FileChanges } from '../../src/host/style/fileChanges.js';
import { createLog } from '../../src/host/shown/log.js';
import { SyncDeletesSwitch } from '../../src/host/style/syncDeletesSwitch.js';
import { Standings } from '../../src/host/style/standings.js';
import { StyleLibrary } from '../../src/host/style/styleLibrary.js';
import { MOST_IMAGES_IN_FOLDER } from '../../src/views/imageRanges.js';
import { TrainingImagesTree } from '../../src/views/trainingImagesTree.js';
import type { TrainingNode } from '../../src/views/trainingNodes.js';
import { eventWhere, extension, makeStyle, type OwnStyle } from './workspace.js';

const NO_STATE: vscode.Memento = { keys: () => [], get: () => undefined, update: () => Promise.resolve() };

describe('the tree of training images', () => {
  let style: OwnStyle;
  let tree: TrainingImagesTree;
  let library: StyleLibrary;
  let parts: vscode.Disposable;

  before(() => {
    style = makeStyle('tree', {
      'cat 10.jpg': 'image',
      'cat 2.jpg': 'image',
      'cat 2.txt': 'a cat\n<b>on</b> a [mat](command:evil)',
      '5_dog/dog.png': 'image',
      '5_dog/dog.txt': 'a dog',
      'notes.txt': 'of nobody',
    });
    const engine = new WorkerEngine(path.join(extension().extensionPath, 'dist/engine.js'));
    const log = createLog();
    const changes = new FileChanges();
    library = new StyleLibrary(engine, changes, log);
    const syncDeletes = new SyncDeletesSwitch(NO_STATE);
    const standings = new Standings(library, syncDeletes);
    tree = new TrainingImagesTree(library, standings, {
      dimensions: () =>
        Promise.resolve({ width: 640, height: 480, format: 'JPEG', inBrowser: { width: 640, height: 480 } }),
    });
    parts = vscode.Disposable.from(log, changes, library, standings, syncDeletes, tree, {
      dispose: () => void engine.dispose(),
    });
  });

  after(() => {
    parts.dispose();
    style.dispose();
  });

  const labels = (nodes: readonly TrainingNode[]): unknown[] =>
    nodes.map((node) => tree.getTreeItem(node).label);

  async function styleNode(): Promise<TrainingNode> {
    const node = (await tree.getChildren()).find(
      (root) => root.kind === 'style' && root.style.id === style.id,
    );
    assert.ok(node);
    return node;
  }

  async function imageItem(name: string): Promise<{ node: TrainingNode; item: vscode.TreeItem }> {
    const nodes = await tree.getChildren(await styleNode());
    const node = nodes.find((child) => child.kind === 'image' && child.image.name === name);
    assert.ok(node);
    return { node, item: tree.getTreeItem(node) };
  }

  it('is not refreshed by its own first request: the editor would drop the answer and request again', async () => {
    let drawnAnew = 0;
    const counting = tree.onDidChangeTreeData((node) => {
      if (node === undefined) drawnAnew++;
    });
    assert.ok((await tree.getChildren()).length > 0);
    counting.dispose();
    assert.equal(drawnAnew, 0);
  });

  it('shows every style of the styles folder at once', async () => {
    const roots = await tree.getChildren();
    assert.deepEqual(labels(roots), ['16', '17', 'tree']);
  });

  it('shows a moment later how many images a style has, and how many have a caption', async () => {
    const node = await styleNode();
    await tree.getChildren(node);
    assert.match(String(tree.getTreeItem(node).description), /3 images · 1 without caption/);
  });

  it('shows captions without an image, sub-folders, then images in natural order', async () => {
    const children = await tree.getChildren(await styleNode());
    assert.deepEqual(labels(children), ['1 caption without an image', '5_dog', 'cat 2.jpg', 'cat 10.jpg']);
    const [lone, folder] = children;
    assert.ok(lone && folder);
    assert.deepEqual(labels(await tree.getChildren(lone)), ['notes.txt']);
    assert.equal(tree.getTreeItem(folder).description, '1 image');
    assert.deepEqual(labels(await tree.getChildren(folder)), ['dog.png']);
  });

  it('shows the images of a very large folder in ranges', async () => {
    const numbers = Array.from({ length: MOST_IMAGES_IN_FOLDER + 1 }, (_, index) => index + 1);
    const names = numbers.map((number) => `fish ${number}.jpg`);
    const many = makeStyle('tree of many', {
      ...Object.fromEntries(names.map((name) => [name, 'image'])),
      'fish 2001.txt': 'the last fish',
    });
    try {
      const node: TrainingNode = { kind: 'style', style: library.styleAt(many.folder) };
      const ranges = await tree.getChildren(node);
      assert.deepEqual(labels(ranges), ['fish 1 … fish 1000', 'fish 1001 … fish 2000', 'fish 2001']);
      const children = await Promise.all(ranges.map((range) => tree.getChildren(range)));
      assert.deepEqual(labels(children.flat()), names);
      assert.equal(new Set(ranges.map((range) => tree.getTreeItem(range).id)).size, ranges.length);
      assert.deepEqual(
        ranges.map((range) => tree.getTreeItem(range).description),
        ['1,000 images · 1,000 without caption', '1,000 images · 1,000 without caption', '1 image'],
      );
    } finally {
      many.dispose();
    }
  });

  it('shows the start of the caption beside an image, and its file', async () => {
    const { item } = await imageItem('cat 2.jpg');
    assert.equal(item.description, 'a cat <b>on</b> a [mat](command:evil)');
    assert.equal(item.resourceUri?.toString(), style.uri('cat 2.jpg').toString());
    assert.equal(item.contextValue, 'captionedImage');
    assert.equal((await imageItem('cat 10.jpg')).item.contextValue, 'uncaptionedImage');
  });

  it('has a tooltip with the picture, its sizes and the whole caption as plain text', async () => {
    const { node, item } = await imageItem('cat 2.jpg');
    assert.equal(item.tooltip, undefined, 'nothing is read before the pointer rests on it');
    const { tooltip } = await tree.resolveTreeItem(item, node);
    assert.ok(tooltip instanceof vscode.MarkdownString);
    assert.ok(tooltip.value.includes(`![](${style.uri('cat 2.jpg').toString()}|width=280,height=210)`));
    assert.match(tooltip.value, /640 × 480/);
    assert.ok(tooltip.value.includes('a cat  \n\\<b\\>on\\<\\/b\\> a \\[mat\\]\\(command\\:evil\\)'));
    assert.ok(!tooltip.isTrusted);
    assert.ok(!tooltip.supportHtml);
  });

  it('follows the disk', async () => {
    await tree.getChildren(await styleNode());
    const changed = eventWhere(library.onDidChangeStyle, (change) =>
      (library.stateOf(change.style).images ?? []).some(({ caption }) => caption === 'a third cat'),
    );
    style.write('cat 10.txt', 'a third cat');
    await changed;
    assert.equal((await imageItem('cat 10.jpg')).item.description, 'a third cat');
  });

  it('follows new and removed styles', async () => {
    await tree.getChildren();
    const made = eventWhere(library.onDidChangeStyles, () =>
      library.styles.some(({ id }) => id === 'tree 2'),
    );
    const other = makeStyle('tree 2', { 'a.jpg': 'image' });
    await made;
    const removed = eventWhere(library.onDidChangeStyles, () =>
      library.styles.every(({ id }) => id !== 'tree 2'),
    );
    other.dispose();
    await removed;
  });

  it('shows the error of a style that cannot be read in its row', async () => {
    const gone = library.styleAt(style.uri('no such folder'));
    const { error } = await library.load(gone);
    assert.ok(error);
    const node: TrainingNode = { kind: 'style', style: gone };
    assert.equal(tree.getTreeItem(node).description, 'cannot be read');
    assert.equal(tree.getTreeItem(node).tooltip, error);
    assert.deepEqual(await tree.getChildren(node), []);
  });
});
