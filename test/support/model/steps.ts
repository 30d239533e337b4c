import fc from 'fast-check';

/** What can happen to a style that several people work on. Plain data, so that a failure can be printed and read. */

export type Who = number | 'a stranger in the bucket';

/** What a person does by hand. */
export type HumanAct =
  | {
      readonly does: 'write';
      readonly who: Who;
      readonly path: string;
      /** Into the existing file, or to a new file, as some editors save. */
      readonly how: 'in place' | 'as a new file';
      /** For a caption: its size stays the same, and its time is reset. */
      readonly putsTimeBack: boolean;
    }
  /** Rewrites every caption, as a captioning tool does. */
  | { readonly does: 'recaption'; readonly who: Who }
  | { readonly does: 'delete'; readonly who: Who; readonly path: string }
  | { readonly does: 'rename' | 'copy'; readonly who: Who; readonly from: string; readonly to: string };

export interface SyncChoices {
  readonly who: number;
  readonly direction: 'to-s3' | 'from-s3';
  readonly deletes: boolean;
  readonly onConflict: 'skip' | 'overwrite';
}

export type Happening =
  | { readonly what: 'crash'; readonly tearsJournal: boolean }
  | { readonly what: 'human'; readonly act: HumanAct }
  | { readonly what: 'sync'; readonly choices: SyncChoices };

/** What happens between two acts of a run. */
export interface Moment {
  readonly at: number;
  readonly when: 'before' | 'after';
  readonly happening: Happening;
}

export interface SyncStep extends SyncChoices {
  readonly does: 'sync';
  /** Rewrites all captions of the syncing person right before. */
  readonly recaptions: boolean;
  readonly concurrency: number;
  /** Saves the manifest after each file, as a long run does at intervals. */
  readonly savesOften: boolean;
  /** Uses a preview and answers every open question with this; `undefined`: no preview. */
  readonly resolution: 'keep' | 'overwrite' | 'keep-both' | 'merge' | undefined;
  readonly moment: Moment | undefined;
  /** What is tried right after it. */
  readonly then: 'nothing' | 'the same again' | 'undo';
}

export interface UndoStep {
  readonly does: 'undo';
  readonly who: number;
  readonly moment: Moment | undefined;
}

/** What people do between two runs. */
export interface HandworkStep {
  readonly does: 'handwork';
  readonly acts: readonly HumanAct[];
}

export type Step = HandworkStep | SyncStep | UndoStep;

/** Two images that share a caption, and a pair in a sub-folder: few, so that people collide. */
const STEMS = ['a', 'sub/b'];
export const PATHS = ['a.jpg', 'a.txt', 'a.png', 'sub/b.jpg', 'sub/b.txt'];

const MOST_CLIENTS = 3;
/** A run with one new file has nine acts; one that does nothing has one. */
const MOMENTS = [5, 9, 20];

const client = fc.nat(MOST_CLIENTS - 1);
const who: fc.Arbitrary<Who> = fc.oneof(
  { arbitrary: client, weight: 4 },
  { arbitrary: fc.constant('a stranger in the bucket' as const), weight: 2 },
);
const path = fc.constantFrom(...PATHS);
const stem = fc.constantFrom(...STEMS);

const write = fc.record({
  does: fc.constant('write' as const),
  who,
  path,
  how: fc.constantFrom('in place' as const, 'as a new file' as const),
  putsTimeBack: fc.boolean(),
});
const humanAct: fc.Arbitrary<HumanAct> = fc.oneof(
  { arbitrary: write, weight: 5 },
  { arbitrary: fc.record({ does: fc.constant('recaption' as const), who: client }), weight: 2 },
  { arbitrary: fc.record({ does: fc.constant('delete' as const), who, path }), weight: 2 },
  {
    arbitrary: fc.record({
      does: fc.constantFrom('rename' as const, 'copy' as const),
      who,
      from: stem,
      to: stem,
    }),
    weight: 2,
  },
);

const choices = {
  who: client,
  direction: fc.constantFrom('to-s3' as const, 'from-s3' as const),
  deletes: fc.boolean(),
  onConflict: fc.constantFrom('skip' as const, 'overwrite' as const),
};

const happening: fc.Arbitrary<Happening> = fc.oneof(
  {
    arbitrary: fc.record({ what: fc.constant('crash' as const), tearsJournal: fc.boolean() }),
    weight: 3,
  },
  { arbitrary: fc.record({ what: fc.constant('human' as const), act: humanAct }), weight: 2 },
  { arbitrary: fc.record({ what: fc.constant('sync' as const), choices: fc.record(choices) }), weight: 2 },
);
const moment: fc.Arbitrary<Moment | undefined> = fc.option(
  fc.record({
    at: fc.oneof(...MOMENTS.map((latest) => fc.nat(latest))),
    when: fc.constantFrom('before' as const, 'after' as const),
    happening,
  }),
  { nil: undefined, freq: 2 },
);

const sync: fc.Arbitrary<SyncStep> = fc.record({
  does: fc.constant('sync' as const),
  ...choices,
  recaptions: fc.nat(2).map((chance) => chance === 0),
  concurrency: fc.constantFrom(1, 4),
  savesOften: fc.boolean(),
  resolution: fc.constantFrom(undefined, undefined, undefined, 'keep', 'overwrite', 'keep-both', 'merge'),
  moment,
  then: fc.constantFrom('nothing' as const, 'nothing' as const, 'the same again' as const, 'undo' as const),
});

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    arbitrary: fc.record({
      does: fc.constant('handwork' as const),
      acts: fc.array(humanAct, { minLength: 1, maxLength: 5, size: 'max' }),
    }),
    weight: 4,
  },
  { arbitrary: sync, weight: 6 },
  { arbitrary: fc.record({ does: fc.constant('undo' as const), who: client, moment }), weight: 1 },
);

/**
 * A story: the participants, whether the bucket is versioned, what everybody has at the beginning, and what happens.
 */
export const story = fc.record({
  inSync: fc.oneof(fc.subarray(PATHS), fc.constant(PATHS)),
  clients: fc.constantFrom(2, 2, 2, MOST_CLIENTS),
  versioning: fc.constantFrom('Off' as const, 'Enabled' as const, 'Suspended' as const),
  steps: fc.array(step, { minLength: 3, maxLength: 8, size: 'max' }),
});

export type Story = typeof story extends fc.Arbitrary<infer T> ? T : never;
