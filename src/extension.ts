import * as vscode from 'vscode';
import { previewTarget } from './commands/previewSync.js';
import { PAIR_HANDLERS } from './commands/pairs/pairCommands.js';
import { registerCommands } from './commands/registerCommands.js';
import { WorkerEngine } from './engine/workerEngine.js';
import { CaptionDrafts } from './gallery/details/captionDrafts.js';
import { CaptionFields } from './gallery/details/captionFields.js';
import { registerGallery } from './gallery/galleryPanels.js';
import { BucketConnections } from './host/bucketConnection.js';
import { CaptionMerges } from './host/captionMerges.js';
import { ConfirmedPlaces } from './host/settings/confirmedPlaces.js';
import { showError } from './host/texts/errorMessages.js';
import type { TrainingDataApi } from './host/publicApi.js';
import { createApi } from './host/publicApi.js';
import { FileChanges } from './host/style/fileChanges.js';
import { createLog, type Log } from './host/shown/log.js';
import { ObjectFiles, registerObjectFiles } from './host/objectFiles.js';
import { ConnectionSecrets } from './host/settings/secrets.js';
import { StyleLibrary } from './host/style/styleLibrary.js';
import { SyncDeletesSwitch } from './host/style/syncDeletesSwitch.js';
import { PairEdits } from './host/pairEdits.js';
import { sayWhatWasBrokenOff } from './host/brokenOffNotice.js';
import { Standings } from './host/style/standings.js';
import { StyleStatusBar } from './views/styleStatusBar.js';
import { StyleRuns } from './host/runs.js';
import { SyncRunner } from './host/syncRunner.js';
import { registerTerminalCommand } from './host/terminal/terminalCommand.js';
import { watchTyped } from './host/unsavedCaptions.js';
import { UndoRunner } from './host/undoRunner.js';
import { ThumbnailService } from './thumbnails/thumbnailService.js';
import { CaptionDecorations } from './views/captionDecorations.js';
import { PlanReview } from './views/syncPlan/planReview.js';
import { registerSyncPlanTree } from './views/syncPlan/syncPlanTree.js';
import { registerTrainingImagesTree } from './views/trainingImagesTree.js';

/** Name of the measure in the extension host's performance timeline. */
const ACTIVATION = 's3TrainingData.activate';

let engine: WorkerEngine | undefined;

/**
 * Wires the parts together. It reads no training images and starts no process: that waits until the user opens
 * some. Terminals get the command line at once.
 */
export function activate(context: vscode.ExtensionContext): TrainingDataApi {
  const begin = performance.now();
  const log = createLog();
  context.subscriptions.push(log);
  try {
    const api = register(context, log);
    performance.measure(ACTIVATION, { start: begin });
    return api;
  } catch (error) {
    showError(error, log);
    throw error;
  }
}

/** Gives a running sync time to end cleanly. */
export async function deactivate(): Promise<void> {
  await engine?.dispose();
}

function register(context: vscode.ExtensionContext, log: Log): TrainingDataApi {
  const { extensionUri, globalStorageUri, globalState, secrets, subscriptions, workspaceState } = context;
  const script = (name: string): string => vscode.Uri.joinPath(extensionUri, 'dist', name).fsPath;

  engine = new WorkerEngine(script('engine.js'));
  const changes = new FileChanges();
  const connections = new BucketConnections(new ConnectionSecrets(secrets), new ConfirmedPlaces(globalState));
  const library = new StyleLibrary(engine, changes, log);
  const review = new PlanReview();
  const syncDeletes = new SyncDeletesSwitch(workspaceState);
  const standings = new Standings(library, syncDeletes);
  const runs = new StyleRuns(library, log);
  const undos = new UndoRunner({ engine, runs, connections, log });
  const syncs = new SyncRunner({
    engine,
    runs,
    library,
    connections,
    syncDeletes,
    log,
    review: (planned) => review.show(planned),
  });
  const objectFiles = new ObjectFiles(engine, connections, log);
  const merges = new CaptionMerges(vscode.Uri.joinPath(globalStorageUri, 'merges'));
  const thumbnails = new ThumbnailService({
    script: script('thumbnails.js'),
    cacheFolder: vscode.Uri.joinPath(globalStorageUri, 'thumbnails').fsPath,
    onProblem: (message) => log.warn(message),
  });
  const decorations = new CaptionDecorations(changes);
  const drafts = new CaptionDrafts(
    vscode.Uri.joinPath(context.storageUri ?? globalStorageUri, 'unsavedCaptions.json').fsPath,
    (message) => log.warn(message),
  );
  const fields = new CaptionFields(engine, drafts);
  watchTyped(fields);
  void fields.load();
  const pairs = new PairEdits({ engine, library, runs, undos, log });
  const gallery = registerGallery({
    extensionUri,
    library,
    standings,
    runs,
    syncs,
    undos,
    thumbnails,
    fields,
    pairs,
    workspaceState,
    syncDeletes,
    preview: (target) => previewTarget(target, { syncs, review }),
    showLog: () => log.show(),
    report: (error) => showError(error, log),
  });
  const tree = registerTrainingImagesTree(library, standings, thumbnails);
  subscriptions.push(
    changes,
    library,
    runs,
    review,
    runs.onDidFinish((finished) => review.closeAfter(finished)),
    objectFiles,
    registerObjectFiles(objectFiles),
    merges,
    thumbnails,
    syncDeletes,
    decorations,
    vscode.window.registerFileDecorationProvider(decorations),
    gallery,
    fields,
    drafts,
    tree,
    standings,
    new StyleStatusBar(library, standings, gallery.onDidActivate),
    sayWhatWasBrokenOff(library, syncs, workspaceState),
    registerSyncPlanTree(review, thumbnails),
    registerTerminalCommand(context, script('cli.js'), log),
    registerCommands(
      {
        engine,
        library,
        syncs,
        undos,
        pairs,
        selectedNodes: () => tree.selectedNodes(),
        review,
        merges,
        connections,
        syncDeletes,
        log,
        openGallery: (style) => gallery.open(style),
        refreshDecorations: () => decorations.refresh(),
      },
      PAIR_HANDLERS,
    ),
  );
  return createApi({ library, syncs });
}
