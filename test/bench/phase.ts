import type { Mutation } from './data/mutation.js';
import type { JobKind } from './tools/tool.js';

export type PhaseName =
  'first-upload' | 'no-change' | 'one-percent' | 'captions' | 'deletes' | 'download' | 'scan' | 'plan';

/** One step of a run, in which each tool is measured once. */
export interface Phase {
  readonly name: PhaseName;
  readonly title: string;
  /** What happens to every tool's folder before. */
  readonly mutation?: Mutation;
  readonly job: JobKind;
  readonly deletes?: boolean;
  /** So much changes at once that our command line asks; the user has said yes. */
  readonly force?: boolean;
}

/** In this order: each finds what the one before has left. */
export const TRANSFER_PHASES: readonly Phase[] = [
  { name: 'first-upload', title: 'first upload', job: 'upload' },
  { name: 'no-change', title: 'no change', job: 'upload' },
  { name: 'one-percent', title: '1 % changed', mutation: 'one-percent', job: 'upload' },
  { name: 'captions', title: 'all captions changed', mutation: 'captions', job: 'upload', force: true },
  { name: 'deletes', title: '1 % deleted', mutation: 'removals', job: 'upload', deletes: true },
  { name: 'download', title: 'download', job: 'download' },
];

/** Of a data set that lies on both sides already. */
export const COMPARE_PHASES: readonly Phase[] = [
  { name: 'scan', title: 'scan of the folder', job: 'scan' },
  { name: 'plan', title: 'plan (dry run)', job: 'plan' },
  { name: 'no-change', title: 'no change', job: 'upload' },
];
