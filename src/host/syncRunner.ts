import type { Engine } from '../engine/engine.js';
import type { ApprovedRow, OnlyKind, SyncRequest } from '../operations/protocol/requests.js';
import type { SyncResult } from '../operations/protocol/results.js';
import type { SyncDirection } from '../core/progress.js';
import { askAboutPlan } from './questions/askAboutPlan.js';
import type { BucketConnections, Presence } from './bucketConnection.js';
import { logError } from './texts/errorMessages.js';
import type { Log } from './shown/log.js';
import { summarySentence } from '../operations/texts/syncTexts.js';
import { mayBeCaption, stemOf } from '../dataset/pairing.js';
import { showInformation, t } from './shown/messages.js';
import { readSetting, recoverySettings } from './settings/settings.js';
import type { StyleRun, StyleRuns } from './runs.js';
import type { Style } from './style/style.js';
import type { StyleLibrary } from './style/styleLibrary.js';
import { workspaceFolderOf } from './style/styleFolders.js';
import type { SyncDeletesSwitch } from './style/syncDeletesSwitch.js';
import { endOfSync } from './texts/runEnds.js';
import { logUnsaved, saveCaptionsBefore, unsavedBelow } from './unsavedCaptions.js';

export interface SyncChoices {
  /** Relative paths of the selected images; left out: all. */
  readonly images?: readonly string[];
  /** Syncs only captions, or only images; left out: both. */
  readonly only?: OnlyKind;
  /** Left out: the setting. */
  readonly syncDeletes?: boolean;
}

export interface SyncOptions extends SyncChoices {
  /** `true`: with questions, progress and a closing message. `false`: for scripts; rejects with the error. */
  readonly interactive: boolean;
  /** Accepts an empty source and a mass change. */
  readonly force?: boolean;
  /** Asks about losses whatever the settings say, because the caller may not be the user. */
  readonly alwaysAsk?: boolean;
}

/** A planned sync and its options. */
export interface PlannedSync extends SyncChoices {
  readonly style: Style;
  readonly direction: SyncDirection;
  /** The result of a dry run. */
  readonly result: SyncResult;
}

interface SyncServices {
  readonly engine: Pick<Engine, 'sync'>;
  readonly runs: StyleRuns;
  readonly library: Pick<StyleLibrary, 'stateOf'>;
  readonly connections: BucketConnections;
  readonly syncDeletes: SyncDeletesSwitch;
  readonly log: Log;
  /** Shows a plan to the user; resolves when the plan is closed. */
  readonly review: (planned: PlannedSync) => Promise<void>;
}

/** Runs syncs for the editor: with previews, and with questions before files are lost. */
export class SyncRunner {
  readonly #services: SyncServices;

  constructor(services: SyncServices) {
    this.#services = services;
  }

  /** `undefined` where the user declined (gave no bucket, did not approve the plan) or is shown the plan first. */
  async run(style: Style, direction: SyncDirection, options: SyncOptions): Promise<SyncResult | undefined> {
    if (!options.interactive) return this.#runForScript(style, direction, options);
    if (readSetting('confirm', style.folder) !== 'always') {
      return this.#interactively(style, () => this.#runInteractive(style, direction, options));
    }
    const planned = await this.preview(style, direction, options);
    if (planned !== undefined) await this.#services.review(planned);
    return undefined;
  }

  /**
   * Compares both sides and changes nothing. `undefined` where nothing is to do, which the user is told, or the user
   * declined.
   */
  preview(style: Style, direction: SyncDirection, choices: SyncChoices): Promise<PlannedSync | undefined> {
    return this.#interactively(style, () => this.#plan(style, direction, choices));
  }

  /** Carries out these rows of a plan. `undefined` where nothing was done. */
  apply(planned: PlannedSync, approved: readonly ApprovedRow[]): Promise<SyncResult | undefined> {
    const { style, direction } = planned;
    return this.#interactively(style, () => this.#runInteractive(style, direction, planned, approved));
  }

  #interactively<T>(style: Style, act: () => Promise<T | undefined>): Promise<T | undefined> {
    const { runs, connections } = this.#services;
    return runs.interactively(style, async () => ((await connections.hasBucket(style)) ? act() : undefined));
  }

  /** Shows and asks nothing. The script learns the end from the result or the error. */
  async #runForScript(style: Style, direction: SyncDirection, options: SyncOptions): Promise<SyncResult> {
    const { runs, engine, log } = this.#services;
    try {
      runs.checkMayRun(style);
      if (direction === 'to-s3') logUnsaved(style, options.images, log);
      const { force = false, syncDeletes = this.#syncDeletesForScript(style) } = options;
      const request = await this.#request(style, direction, { ...options, syncDeletes }, 'nobody');
      return await runs.run({
        ...this.#runOf(style, direction),
        start: (handlers) =>
          engine.sync({ ...request, force }, { ...handlers, unsaved: unsavedBelow(style.folder) }),
      });
    } catch (error) {
      logError(error, log);
      throw error;
    }
  }

  /** `approved`: rows of a plan that the user has previewed; only its deletions are asked about again. */
  async #runInteractive(
    style: Style,
    direction: SyncDirection,
    choices: SyncChoices & Pick<SyncOptions, 'alwaysAsk'>,
    approved?: readonly ApprovedRow[],
  ): Promise<SyncResult | undefined> {
    const { runs, engine, syncDeletes } = this.#services;
    // Saving now would change files after the user has previewed them.
    if (approved === undefined && !(await isSaved(style, direction, choices))) return undefined;
    const isPreviewed = approved !== undefined;
    const isAsked =
      isPreviewed ||
      choices.alwaysAsk === true ||
      readSetting('confirm', style.folder) !== 'never' ||
      !syncDeletes.isConfirmed(style);
    const confirm = isAsked ? 'deletes' : 'never';
    const request = {
      ...(await this.#request(style, direction, choices, 'user')),
      confirm,
      ...(isPreviewed && { approved }),
    } as const;
    return runs.run({
      ...this.#runOf(style, direction),
      follow: (offer, ended) => {
        if (offer === 'review') void this.#reviewConflicts(style, choices, ended);
        if (offer === 'retry') void this.#retryFailed(style, choices, ended);
      },
      title: direction === 'to-s3' ? t('Syncing {0} to S3', style.id) : t('Syncing {0} from S3', style.id),
      start: (handlers) =>
        engine.sync(request, {
          ...handlers,
          unsaved: unsavedBelow(style.folder),
          approve: (plan) =>
            handlers.whileAsking(() =>
              this.#approve({ ...choices, style, direction, result: plan }, { confirm, isPreviewed }),
            ),
        }),
    });
  }

  #runOf(style: Style, direction: SyncDirection): Omit<StyleRun<SyncResult>, 'title' | 'start'> {
    return {
      style,
      kind: direction,
      nothingChanged: t('Sync of {0} cancelled. Nothing was changed.', style.id),
      endOf: (result) => endOfSync(result, t),
    };
  }

  /** Shows the plan of the conflicts that a sync has left. */
  async #reviewConflicts(
    style: Style,
    choices: SyncChoices,
    { direction, ...ended }: SyncResult,
  ): Promise<void> {
    const planned = await this.preview(style, direction, choices);
    if (planned === undefined) return;
    const pairs = new Set(ended.conflict_files.map(stemOf));
    const plan = (planned.result.plan ?? []).filter(
      ({ action, file }) => (action === 'conflict' || action === 'keep') && pairs.has(stemOf(file)),
    );
    if (plan.length === 0) void showInformation(t('No conflict is left in {0}.', style.id));
    else await this.#services.review({ ...planned, result: { ...planned.result, plan } });
  }

  /** Syncs the pairs once more that have failed. Where the image of one is unknown here, all pairs are looked at. */
  async #retryFailed(style: Style, choices: SyncChoices, ended: SyncResult): Promise<void> {
    const files = ended.failed_files.map(({ file }) => file);
    const known = this.#services.library.stateOf(style).images ?? [];
    const pairs = new Set(files.map(stemOf));
    const images = [
      ...files.filter((file) => !mayBeCaption(file)),
      ...known.map(({ relativePath }) => relativePath).filter((image) => pairs.has(stemOf(image))),
    ];
    const isComplete = new Set(images.map(stemOf)).size === pairs.size;
    const wanted = isComplete ? { images: [...new Set(images)] } : {};
    await this.run(style, ended.direction, { ...choices, interactive: true, ...wanted });
  }

  /** Compares both sides. Where nothing is to do, it tells the user and returns `undefined`. */
  async #plan(
    style: Style,
    direction: SyncDirection,
    choices: SyncChoices,
  ): Promise<PlannedSync | undefined> {
    const { runs, engine } = this.#services;
    if (!(await isSaved(style, direction, choices))) return undefined;
    const request = await this.#request(style, direction, choices, 'user');
    const result = await runs.compare({
      style,
      kind: direction,
      title: t('Comparing {0} with S3', style.id),
      start: (handlers) =>
        engine.sync({ ...request, dryRun: true }, { ...handlers, unsaved: unsavedBelow(style.folder) }),
    });
    if (result.plan?.some(({ action }) => action !== 'skip') === true) {
      // The plan is applied with the setting that it was previewed with.
      return { ...choices, syncDeletes: request.syncDeletes, style, direction, result };
    }
    void showInformation(summarySentence(result, t));
    return undefined;
  }

  /** The setting, as far as the user of this machine has confirmed it. */
  #syncDeletesForScript(style: Style): boolean {
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
      ...(choices.only && { only: choices.only }),
      onConflict: 'skip',
      force: false,
      dryRun: false,
      holder: 'VS Code',
      recovery: recoverySettings(resource),
    };
  }

  /** A question that cannot be shown counts as a no, and so does the choice to preview the plan first. */
  async #approve(planned: PlannedSync, how: Parameters<typeof askAboutPlan>[1]): Promise<boolean> {
    const { review, syncDeletes, log } = this.#services;
    try {
      const answer = await askAboutPlan(planned.result, how);
      if (answer === 'preview') void review(planned);
      const deletes = planned.result.plan?.some(({ action }) => action === 'delete') ?? false;
      if (answer === 'yes' && deletes && syncDeletes.get(planned.style)) await syncDeletes.confirm();
      return answer === 'yes';
    } catch (error) {
      log.error(`The plan could not be confirmed: ${String(error)}`);
      return false;
    }
  }
}

/** Saves unsaved captions before a sync to S3, after one question. `false`: the user cancelled. */
async function isSaved(
  style: Style,
  direction: SyncDirection,
  { images, only }: SyncChoices,
): Promise<boolean> {
  return direction === 'from-s3' || only === 'images' || saveCaptionsBefore('sync', style, images);
}
