import type { ManifestDraft } from './manifestDraft.js';
import type { ManifestStore } from '../ports/stores.js';

/**
 * Least time between two saves during a run. After a crash, the next run compares again what was done since the last
 * save.
 */
const MIN_SAVE_INTERVAL_MS = 5000;
/** The largest share of the run's time that saving may take; it matters for large manifests. */
const MAX_SAVE_SHARE = 1 / 20;

/** Saves the manifest at intervals during a run, and once at its end. Saves never overlap. */
export class ManifestSaver {
  #savedChanges: number;
  #nextSaveAt: number;
  #saving: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;

  /** `now`: milliseconds of a monotonic clock. `isStale`: the stored manifest differs from the draft. */
  constructor(
    readonly draft: ManifestDraft,
    readonly store: ManifestStore,
    readonly now: () => number,
    isStale: boolean,
  ) {
    this.#savedChanges = isStale ? -1 : 0;
    this.#nextSaveAt = now() + MIN_SAVE_INTERVAL_MS;
  }

  /** Call after each change; saves when the interval is over. */
  touch(): void {
    if (this.now() < this.#nextSaveAt) return;
    this.#nextSaveAt = Number.POSITIVE_INFINITY;
    this.#saving = this.#save().catch((error: unknown) => {
      this.#failure ??= { error };
    });
  }

  /** Waits for the last save. Throws the error of any save: the caller must know that the manifest is not stored. */
  async close(): Promise<void> {
    await this.#saving;
    if (this.draft.changes > this.#savedChanges) await this.#save();
    else if (this.#failure !== undefined) throw this.#failure.error;
  }

  async #save(): Promise<void> {
    const began = this.now();
    const { changes } = this.draft;
    await this.store.save(this.draft.toManifest());
    this.#savedChanges = changes;
    const took = this.now() - began;
    this.#nextSaveAt = this.now() + Math.max(MIN_SAVE_INTERVAL_MS, took / MAX_SAVE_SHARE);
  }
}
