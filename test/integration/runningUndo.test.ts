import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import * as vscode from 'vscode';
import { WorkerEngine } from '../../src/engine/workerEngine.js';
import { CaptionFields } from '../../src/gallery/details/captionFields.js';
import { CaptionDrafts } from '../../src/gallery/details/captionDrafts.js';
import { PageSession } from '../../src/gallery/pageSession.js';
import type { PackedMessage, ToPage } from '../../src/gallery/messages/protocol.js';
import { BucketConnections } from '../../src/host/bucketConnection.js';
import { Standings } from '../../src/host/style/standings.js';
import { StyleRuns } from '../../src/host/runs.js';
import { ConfirmedPlaces } from '../../src/host/settings/confirmedPlaces.js';
import { SETTINGS_SECTION } from '../../src/host/settings/ids.js';
import { ConnectionSecrets } from '../../src/host/settings/secrets.js';
import { createLog } from '../../src/host/shown/log.js';
import { FileChanges } from '../../src/host/style/fileChanges.js';
import { StyleLibrary } from '../../src/host/style/styleLibrary.js';
import { SyncDeletesSwitch } from '../../src/host/style/syncDeletesSwitch.js';
import { SyncRunner } from '../../src/host/syncRunner.js';
import { UndoRunner } from '../../src/host/undoRunner.js';
import { TrainingImagesTree } from '../../src/views/trainingImagesTree.js';
import { SAMPLE_BUCKET } from '../support/sample-style/sampleWorkspace.js';
import { fault } from '../support/s3-server/faults.js';
import { startS3Server, type S3Server } from '../support/s3-server/s3Server.js';
import { Modals } from './modals.js';
import { extension, makeStyle, workspaceFolder, type OwnStyle } from './workspace.js';

const IMAGES = Array.from({ length: 6 }, (_, index) => `boat ${String(index + 1)}.jpg`);

/** The concurrency of the runs: low, so that files are left when the undo is cancelled. */
const AT_ONCE = 2;

const PATIENCE_MS = 15_000;

const NO_STATE: vscode.Memento = { keys: () => [], get: () => undefined, update: () => Promise.resolve() };

async function settings(values: Readonly<Record<string, unknown>>): Promise<void> {
  const section = vscode.workspace.getConfiguration(SETTINGS_SECTION, workspaceFolder().uri);
  for (const [key, value] of Object.entries(values)) {
    await section.update(key, value, vscode.ConfigurationTarget.Workspace);
  }
}

describe('an undo that is running', () => {
  const settingsBefore = new Map<string, unknown>();
  let parts: vscode.Disposable;
  let engine: WorkerEngine;
  let s3: S3Server;
  let style: OwnStyle;
  let library: StyleLibrary;
  let standings: Standings;
  let tree: TrainingImagesTree;
  let runs: StyleRuns;
  let syncs: SyncRunner;
  let undos: UndoRunner;
  let modals: Modals;
  let session: PageSession;
  let toPage: ToPage[];
  /** Lets the delayed requests continue. */
  let release: () => void;

  before(async () => {
    s3 = await startS3Server({ buckets: [SAMPLE_BUCKET] });
    const section = vscode.workspace.getConfiguration(SETTINGS_SECTION, workspaceFolder().uri);
    for (const key of ['endpoint', 'concurrency']) {
      settingsBefore.set(key, section.inspect(key)?.workspaceValue);
    }
    await settings({ endpoint: s3.endpoint, concurrency: AT_ONCE });
    engine = new WorkerEngine(path.join(extension().extensionPath, 'dist/engine.js'));
    const log = createLog();
    const changes = new FileChanges();
    const secrets = new ConnectionSecrets(extensionSecrets());
    const connections = new BucketConnections(secrets, new ConfirmedPlaces(NO_STATE));
    const syncDeletes = new SyncDeletesSwitch(NO_STATE);
    library = new StyleLibrary(engine, changes, log);
    standings = new Standings(library, syncDeletes);
    tree = new TrainingImagesTree(library, standings, { dimensions: () => Promise.resolve(undefined) });
    runs = new StyleRuns(library, log);
    undos = new UndoRunner({ engine, runs, connections, log });
    const review = (): Promise<void> => assert.fail('no plan is shown');
    syncs = new SyncRunner({ engine, runs, library, connections, syncDeletes, log, review });
    parts = vscode.Disposable.from(runs, standings, tree, library, syncDeletes, changes, log);
  });

  beforeEach(async function () {
    modals = new Modals('Undo Sync');
    style = makeStyle(`undo ${String(this.currentTest?.title.length)}`, contents('before'));
    const known = library.styleAt(style.folder);
    await syncs.run(known, 'to-s3', { interactive: false });
    for (const [name, content] of Object.entries(contents('after'))) style.write(name, content);
    await syncs.run(known, 'to-s3', { interactive: false });
    await library.load(known);
    toPage = [];
    session = openSession();
    const released = new Promise<void>((resolve) => (release = resolve));
    // Delays the copies that restore a file; before each of them, its present bytes are copied away.
    const key = new RegExp(`^styles/${style.id}/boat`);
    s3.faults.add({ operation: 'CopyObject', key, after: AT_ONCE, then: fault.call(() => released) });
  });

  afterEach(() => {
    release();
    s3.faults.clear();
    session.dispose();
    modals.dispose();
    style.dispose();
  });

  after(async () => {
    await settings(Object.fromEntries(settingsBefore));
    await engine.dispose();
    await s3.close();
    parts.dispose();
  });

  const contents = (words: string): Record<string, string> =>
    Object.fromEntries(IMAGES.map((name) => [name, `${name} ${words}`]));

  function openSession(): PageSession {
    const post = (message: ToPage | PackedMessage): Promise<void> => {
      if (message.type !== 'packed') toPage.push(message);
      return Promise.resolve();
    };
    const opened = new PageSession(
      library.styleAt(style.folder),
      { post, addressOf: String, column: () => undefined },
      {
        fields: new CaptionFields(engine, new CaptionDrafts('unused', (message) => assert.fail(message))),
        pairs: { run: () => assert.fail('no pair is edited') },
        extensionUri: extension().extensionUri,
        library,
        standings,
        runs,
        syncs,
        undos,
        thumbnails: {
          prepare: () => undefined,
          request: () => undefined,
          release: () => undefined,
          dimensions: () => Promise.resolve(undefined),
          original: () => Promise.resolve(undefined),
          dispose: () => undefined,
        },
        syncDeletes: new SyncDeletesSwitch(NO_STATE),
        workspaceState: NO_STATE,
        preview: () => assert.fail('nothing is previewed'),
        showLog: () => undefined,
        report: (error) => assert.fail(String(error)),
      },
    );
    opened.pageComes();
    return opened;
  }

  /** The last message about runs that the gallery's page received, once it is as expected. */
  async function pageShows(
    isExpected: (shown: Extract<ToPage, { type: 'sync' }>) => boolean,
  ): Promise<Extract<ToPage, { type: 'sync' }>> {
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const shown = toPage.findLast((message) => message.type === 'sync');
      if (shown !== undefined && isExpected(shown)) return shown;
      if (Date.now() > deadline) assert.fail(JSON.stringify(shown));
      await setTimeout(10);
    }
  }

  /** Starts an undo in the gallery; resolves when it has restored the files that are not delayed. */
  async function undoHalfway(): Promise<{ readonly undoing: Promise<void> }> {
    await session.receive({ type: 'ready' });
    const undoing = session.receive({ type: 'undoLastSync' });
    await pageShows(({ sync }) => sync?.text.startsWith(`Undoing ${String(AT_ONCE)} of 6`) ?? false);
    return { undoing };
  }

  const inTree = (): vscode.TreeItem =>
    tree.getTreeItem({ kind: 'style', style: library.styleAt(style.folder) });

  const inS3 = (name: string): string | undefined =>
    s3.bucket(SAMPLE_BUCKET).objects.get(`styles/${style.id}/${name}`)?.bytes.toString();

  it('is shown by the tree and the gallery, with its progress, until it ends', async () => {
    const { undoing } = await undoHalfway();
    const { sync } = await pageShows(() => true);
    assert.match(sync?.text ?? '', /^Undoing 2 of 6 images and captions · boat \d\.jpg$/);
    assert.equal(sync?.fraction, AT_ONCE / IMAGES.length);
    assert.equal(inTree().description, '2 of 6 images and captions');
    assert.ok(inTree().iconPath instanceof vscode.ThemeIcon);
    assert.equal((inTree().iconPath as vscode.ThemeIcon).id, 'loading~spin');

    release();
    await undoing;
    const { summary } = await pageShows((shown) => shown.sync === null && shown.summary !== null);
    assert.match(summary?.message ?? '', /^Undid the sync of .*: 6 images restored in S3\.$/);
    assert.equal(summary?.outcome, 'done');
    assert.equal((inTree().iconPath as vscode.ThemeIcon).id, 'folder-library');
    for (const name of IMAGES) assert.equal(inS3(name), `${name} before`);
  });

  it('can be cancelled in the gallery, which then shows what was undone', async () => {
    const { undoing } = await undoHalfway();
    await session.receive({ type: 'cancelSync' });
    await undoing;
    const { summary } = await pageShows((shown) => shown.sync === null && shown.summary !== null);
    assert.match(summary?.message ?? '', /^Undo of the sync of .* cancelled: .* restored in S3/);
    assert.equal(summary?.outcome, 'cancelled');
    assert.equal((inTree().iconPath as vscode.ThemeIcon).id, 'folder-library');
    release();
  });

  it('refuses another run on its style with the message of a second sync', async () => {
    const { undoing } = await undoHalfway();
    const known = library.styleAt(style.folder);
    assert.equal(await syncs.run(known, 'to-s3', { interactive: true }), undefined);
    await undos.undoLast(known);
    assert.deepEqual(
      modals.said.filter((message) => message.includes('already')),
      [`${style.id} is being synced already.`, `${style.id} is being synced already.`],
    );
    await assert.rejects(syncs.run(known, 'from-s3', { interactive: false }), { code: 'locked' });
    assert.equal(modals.asked.length, 1);
    assert.equal(inTree().description, '2 of 6 images and captions');
    release();
    await undoing;
    assert.equal(readFileSync(style.uri(IMAGES[0] ?? '').fsPath, 'utf8'), `${IMAGES[0] ?? ''} after`);
  });
});

/** A key store without keys: the AWS chain finds those of the environment. */
const extensionSecrets = (): vscode.SecretStorage => ({
  get: () => Promise.resolve(undefined),
  store: () => Promise.resolve(),
  delete: () => Promise.resolve(),
  onDidChange: () => new vscode.Disposable(() => undefined),
});
