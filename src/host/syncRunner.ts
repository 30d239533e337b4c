import * as vscode from 'vscode';
import type { Engine, SyncHandlers } from '../engine/engine.js';
import type { ApprovedRow, SyncRequest } from '../operations/protocol/requests.js';
import type { SyncResult } from '../operations/protocol/results.js';
import { SyncError } from '../core/errors.js';
import type { SyncDirection, SyncProgress } from '../core/progress.js';
import { askAboutPlan } from './questions/askAboutPlan.js';
import { readConnectionValues, type BucketConnections, type Presence } from './bucketConnection.js';
import { errorSentence, logError, showError } from './texts/errorMessages.js';
import { logSink, type Log } from './shown/log.js';
import { showInformation, t } from './shown/messages.js';
import { placeKey } from './style/uris.js';
import { bucketNameProblem } from './texts/placeProblems.js';
import { enterLine } from './shown/quickInput.js';
import { recoverySettings } from './settings/recoverySettings.js';
import { readSetting, writeSetting } from './settings/settings.js';
import type {
  FinishedSync,
  PlannedSync,
  Style,
  SyncChoices,
  SyncOptions,
  SyncOutcome,
  SyncRunner,
} from './style/style.js';
import { workspaceFolderOf } from './style/styleDiscovery.js';
import type { WorkspaceStyleLibrary } from './style/styleLibrary.js';
import type { SyncDeletesSwitch } from './style/syncDeletesSwitch.js';
import { closingMessage, outcomeOf, showClosingMessage, withSyncProgress } from './syncNotification.js';
import { checkTrusted } from './settings/trust.js';
import { logUnsaved, saveCaptionsBefore, unsavedBelow } from './unsavedCaptions.js';

/** What a run needs of the rest of the extension. */
export interface SyncServices {
  readonly engine: Engine;
  readonly library: WorkspaceStyleLibrary;
  readonly connections: BucketConnections;
  readonly syncDeletes: SyncDeletesSwitch;
  readonly log: Log;
  /** Shows a plan to be looked at; resolves when it is not shown any more. */
  readonly review: (planned: PlannedSync) => Promise<void>;
}

/** Who is there while a sync runs; nobody, where a script has asked for it. */
interface Audience {
  readonly onProgress?: (progress: SyncProgress) => void;
  readonly approve?: (plan: SyncResult) => Promise<boolean>;
}

/** Runs syncs with a progress notification, the questions before what can lose something, and a closing message. */
export class EditorSyncRunner implements SyncRunner, vscode.Disposable {
  readonly #finished = new vscode.EventEmitter<FinishedSync>();
  readonly onDidFinish = this.#finished.event;
  readonly #services: SyncServices;
  /** By the style's folder. */
  readonly #running = new Map<string, AbortController>();

  constructor(services: SyncServices) {
    this.#services = services;
  }

  async run(style: Style, direction: SyncDirection, options: SyncOptions): Promise<SyncResult | undefined> {
    if (!options.interactive) return this.#runAlone(style, direction, options);
    if (readSetting('confirm', style.folder) !== 'always') {
      return this.#inSight(style, () => this.#runInSight(style, direction, options));
    }
    const planned = await this.preview(style, direction, options);
    if (planned !== undefined) await this.#services.review(planned);
    return undefined;
  }

  preview(style: Style, direction: SyncDirection, choices: SyncChoices): Promise<PlannedSync | undefined> {
    return this.#inSight(style, () => this.#plan(style, direction, choices));
  }

  apply(planned: PlannedSync, approved: readonly ApprovedRow[]): Promise<SyncResult | undefined> {
    const { style, direction } = planned;
    return this.#inSight(style, () => this.#runInSight(style, direction, planned, approved));
  }

  cancel(style: Style): void {
    this.#running.get(placeKey(style.folder))?.abort();
  }

  dispose(): void {
    for (const running of this.#running.values()) running.abort();
    this.#finished.dispose();
  }

  async #runAlone(style: Style, direction: SyncDirection, options: SyncOptions): Promise<SyncResult> {
    try {
      this.#checkMayRun(style);
      if (direction === 'to-s3') logUnsaved(style, options.images, this.#services.log);
      const { force = false } = options;
      const { syncDeletes = this.#deletesUnasked(style) } = options;
      const choices = { ...options, syncDeletes };
      const request = { ...(await this.#request(style, direction, choices, 'nobody')), force };
      return await this.#sync(style, request, new AbortController(), {});
    } catch (error) {
      logError(error, this.#services.log);
      throw error;
    }
  }

  /** Does what somebody watches: asks for what is missing, and says why it cannot be done. */
  async #inSight<T>(style: Style, act: () => Promise<T | undefined>): Promise<T | undefined> {
    try {
      if (this.#isRunning(style)) {
        void showInformation(t('{0} is being synced already.', style.id));
        return undefined;
      }
      this.#checkMayRun(style);
      return (await hasBucket(style, this.#services.connections)) ? await act() : undefined;
    } catch (error) {
      showError(error, this.#services.log);
      return undefined;
    }
  }

  /** `approved`: of a plan that somebody has looked at, and is asked about again only for what it deletes. */
  async #runInSight(
    style: Style,
    direction: SyncDirection,
    choices: SyncChoices & Pick<SyncOptions, 'alwaysAsk'>,
    approved?: readonly ApprovedRow[],
  ): Promise<SyncResult | undefined> {
    // What is saved now would no longer be what was looked at.
    if (approved === undefined && !(await isSaved(style, direction, choices))) return undefined;
    const isPreviewed = approved !== undefined;
    const isAsked =
      isPreviewed ||
      choices.alwaysAsk === true ||
      readSetting('confirm', style.folder) !== 'never' ||
      !this.#services.syncDeletes.isConfirmed(style);
    const confirm = isAsked ? 'deletes' : 'never';
    const request = {
      ...(await this.#request(style, direction, choices, 'somebody')),
      confirm,
      ...(isPreviewed && { approved }),
    } as const;
    const title =
      direction === 'to-s3' ? t('Syncing {0} to S3', style.id) : t('Syncing {0} from S3', style.id);
    const controller = new AbortController();
    const result = await withSyncProgress(title, direction, controller, (onProgress) =>
      this.#sync(style, request, controller, {
        onProgress,
        approve: (plan) =>
          this.#approve({ ...choices, style, direction, result: plan }, { confirm, isPreviewed }),
      }),
    );
    showClosingMessage(result, this.#services.log);
    return result;
  }

  /** Compares both sides. Says so, and gives nothing, where there is nothing to do. */
  async #plan(
    style: Style,
    direction: SyncDirection,
    choices: SyncChoices,
  ): Promise<PlannedSync | undefined> {
    const { engine, log } = this.#services;
    if (!(await isSaved(style, direction, choices))) return undefined;
    const request = await this.#request(style, direction, choices, 'somebody');
    this.#checkMayRun(style);
    const controller = new AbortController();
    const result = await withSyncProgress(
      t('Comparing {0} with S3', style.id),
      direction,
      controller,
      (onProgress) =>
        this.#whileRunning(style, controller, () =>
          engine.sync(
            { ...request, dryRun: true },
            {
              signal: controller.signal,
              onProgress,
              onLog: logSink(log),
              unsaved: unsavedBelow(style.folder),
            },
          ),
        ),
    );
    if (result.plan?.some(({ action }) => action !== 'skip') === true) {
      // Whatever the settings say by the time it is applied, this is what was looked at.
      return { ...choices, syncDeletes: request.syncDeletes, style, direction, result };
    }
    void showInformation(t('{0} is up to date.', style.id));
    return undefined;
  }

  /** Throws where a sync of the style cannot begin. */
  #checkMayRun(style: Style): void {
    checkTrusted();
    if (this.#isRunning(style)) {
      throw new SyncError('locked', { holder: t('this window') });
    }
  }

  #isRunning(style: Style): boolean {
    return this.#running.has(placeKey(style.folder));
  }

  async #whileRunning<T>(style: Style, controller: AbortController, act: () => Promise<T>): Promise<T> {
    const key = placeKey(style.folder);
    this.#running.set(key, controller);
    try {
      return await act();
    } finally {
      this.#running.delete(key);
    }
  }

  /** The setting, where it is somebody's word on this machine. */
  #deletesUnasked(style: Style): boolean {
    const { syncDeletes, log } = this.#services;
    if (!syncDeletes.get(style)) return false;
    if (!syncDeletes.isConfirmed(style)) {
      log.warn(
        'Nothing is deleted: Sync Deletes is on in the settings of this workspace, and nobody has said yes to it',
      );
    }
    return syncDeletes.isConfirmed(style);
  }

  async #request(
    style: Style,
    direction: SyncDirection,
    choices: SyncChoices,
    presence: Presence,
  ): Promise<SyncRequest> {
    const resource = style.folder;
    return {
      direction,
      folder: resource.fsPath,
      imageExtensions: readSetting('imageExtensions', resource),
      ...(await this.#services.connections.of(resource, presence)),
      styleId: style.id,
      syncDeletes: choices.syncDeletes ?? readSetting('syncDeletes', resource),
      concurrency: readSetting('concurrency', resource),
      followLinks: readSetting('followLinks', resource),
      ...workspaceFolderOf(style),
      ...(choices.images && { images: choices.images }),
      onConflict: 'skip',
      force: false,
      dryRun: false,
      holder: 'VS Code',
      recovery: recoverySettings(resource),
    };
  }

  async #sync(
    style: Style,
    request: SyncRequest,
    controller: AbortController,
    { onProgress, approve }: Audience,
  ): Promise<SyncResult> {
    const { engine, library, log } = this.#services;
    const { direction } = request;
    this.#checkMayRun(style);
    const handlers: SyncHandlers = {
      signal: controller.signal,
      onProgress: (progress) => {
        library.setSync(style, { direction, progress });
        onProgress?.(progress);
      },
      onLog: logSink(log),
      unsaved: unsavedBelow(style.folder),
      ...(approve && { approve }),
    };
    try {
      const result = await this.#whileRunning(style, controller, () => {
        library.setSync(style, { direction, progress: undefined });
        return engine.sync(request, handlers);
      });
      this.#ended(style, direction, closingMessage(result), outcomeOf(result));
      return result;
    } catch (error) {
      const sentence = errorSentence(error);
      const message = sentence ?? t('Sync of {0} cancelled. Nothing was changed.', style.id);
      this.#ended(style, direction, message, sentence === undefined ? 'cancelled' : 'failed');
      throw error;
    }
  }

  #ended(style: Style, direction: SyncDirection, message: string, outcome: SyncOutcome): void {
    this.#services.library.setSync(style, undefined);
    this.#services.log.info(message);
    this.#finished.fire({ style, direction, message, outcome });
  }

  /** A question that could not be put is not a yes. Whoever wants to see the plan first has not said yes either. */
  async #approve(planned: PlannedSync, how: Parameters<typeof askAboutPlan>[1]): Promise<boolean> {
    try {
      const answer = await askAboutPlan(planned.result, how);
      if (answer === 'preview') void this.#services.review(planned);
      const deletes = planned.result.plan?.some(({ action }) => action === 'delete') ?? false;
      const { syncDeletes } = this.#services;
      if (answer === 'yes' && deletes && syncDeletes.get(planned.style)) await syncDeletes.confirm();
      return answer === 'yes';
    } catch (error) {
      this.#services.log.error(`The plan could not be confirmed: ${String(error)}`);
      return false;
    }
  }
}

/** Saves what is being edited before it is synced to S3, asked once. `false`: the user wants none of it. */
async function isSaved(style: Style, direction: SyncDirection, { images }: SyncChoices): Promise<boolean> {
  return direction === 'from-s3' || saveCaptionsBefore('sync', style, images);
}

/** Asks for the bucket where none is set, and writes the answer to the workspace. `false`: none was given. */
async function hasBucket(style: Style, { places, secrets }: BucketConnections): Promise<boolean> {
  if (readSetting('bucket', style.folder).trim() !== '') return true;
  const answer = await enterLine({
    title: t('Bucket for {0}', style.id),
    prompt: t('The S3 bucket that holds your styles. It is kept in the settings of this workspace.'),
    placeholder: t('my-training-data'),
    problemOf: (name) => bucketNameProblem(name, t),
  });
  if (answer === undefined) return false;
  await writeSetting('bucket', answer.trim(), style.folder);
  await places.add(await readConnectionValues(style.folder, secrets));
  return true;
}
