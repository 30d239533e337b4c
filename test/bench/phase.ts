import type { Mutation } from './data/mutation.js';
import type { JobKind } from './tools/tool.js';

export type PhaseName =
  'first-upload' | 'no-change' | 'one-percent' | 'captions' | 'deletes' | 'download' | 'scan' | 'plan';

/** One step of a run: each tool is measured once. */
export interface Phase {
  readonly name: PhaseName;
  readonly title: string;
  /** The change of every tool's folder before the phase. */
  readonly mutation?: Mutation;
  readonly job: JobKind;
  readonly deletes?: boolean;
  /** Whether so much changes that our command line demands `--force`. */
  readonly force?: boolean;
}

/** The order matters: each phase starts with the result of the one before. */
export const TRANSFER_PHASES: readonly Phase[] = [
  { name: 'first-upload', title: 'first upload', job: 'upload' },
  { name: 'no-change', title: 'no change', job: 'upload' },
  { name: 'one-percent', title: '1 % changed', mutation: 'one-percent', job: 'upload' },
  { name: 'captions', title: 'all captions changed', mutation: 'captions', job: 'upload', force: true },
  { name: 'deletes', title: '1 % deleted', mutation: 'removals', job: 'upload', deletes: true },
  { name: 'download', title: 'download', job: 'download' },
];

/** Phases of a data set that is already on both sides. */
export const COMPARE_PHASES: readonly Phase[] = [
  { name: 'scan', title: 'scan of the folder', job: 'scan' },
  { name: 'plan', title: 'plan (dry run)', job: 'plan' },
  { name: 'no-change', title: 'no change', job: 'upload' },
];
