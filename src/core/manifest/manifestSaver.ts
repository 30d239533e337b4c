import type { ManifestDraft } from './manifestDraft.js';
import type { ManifestStore } from '../ports/ports.js';

/** Least time between two saves during a run; a crash costs at most the comparing of what was done since. */
const MIN_SAVE_INTERVAL_MS = 5000;
/** Saving a large manifest may take at most this share of the run. */
const MAX_SAVE_SHARE = 1 / 20;

/** Saves the manifest now and then while a run goes on, and once more when it ends. Never two saves at once. */
export class ManifestSaver {
  #savedChanges: number;
  #nextSaveAt: number;
  #saving: Promise<void> = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;

  /** `now`: milliseconds of a clock that only goes forward. `isStale`: the draft is not what is stored. */
  constructor(
    readonly draft: ManifestDraft,
    readonly store: ManifestStore,
    readonly now: () => number,
    isStale: boolean,
  ) {
    this.#savedChanges = isStale ? -1 : 0;
    this.#nextSaveAt = now() + MIN_SAVE_INTERVAL_MS;
  }

  /** Call after each change; saves when it is time. */
  touch(): void {
    if (this.now() < this.#nextSaveAt) return;
    this.#nextSaveAt = Number.POSITIVE_INFINITY;
    this.#saving = this.#save().catch((error: unknown) => {
      this.#failure ??= { error };
    });
  }

  /** The last save, awaited. Throws what any save threw: a manifest that is not stored must be known. */
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
