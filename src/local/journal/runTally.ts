import type { Intent, RunCounts } from '../../core/ports/journal.js';

export type ActKind = 'created' | 'replaced' | 'deleted' | 'deletedNothing';

/** The kind of an act, by what it takes away and leaves. */
export function actKindOf({ before, after }: Pick<Intent, 'before' | 'after'>): ActKind {
  if (after === null) return before === null ? 'deletedNothing' : 'deleted';
  return before === null ? 'created' : 'replaced';
}

/** Counts the acts of a run as they are reported. */
export class RunTally {
  /** By `seq`, the acts that are not yet known to have happened. */
  readonly #open = new Map<number, ActKind>();
  #acts = 0;
  #taking = 0;
  #created = 0;
  #replaced = 0;
  #deleted = 0;

  intend(seq: number, kind: ActKind): void {
    this.#acts += 1;
    if (kind === 'replaced' || kind === 'deleted') this.#taking += 1;
    this.#open.set(seq, kind);
  }

  done(seq: number): void {
    const kind = this.#open.get(seq);
    if (!this.#open.delete(seq)) return;
    if (kind === 'created') this.#created += 1;
    else if (kind === 'replaced') this.#replaced += 1;
    else this.#deleted += 1;
  }

  get counts(): RunCounts {
    return {
      acts: this.#acts,
      taking: this.#taking,
      created: this.#created,
      replaced: this.#replaced,
      deleted: this.#deleted,
    };
  }
}
