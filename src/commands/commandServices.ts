import type { Engine } from '../engine/engine.js';
import type { BucketConnections } from '../host/bucketConnection.js';
import type { CaptionMerges } from '../host/captionMerges.js';
import type { Log } from '../host/shown/log.js';
import type { Style } from '../host/style/style.js';
import type { StyleLibrary } from '../host/style/styleLibrary.js';
import type { SyncDeletesSwitch } from '../host/style/syncDeletesSwitch.js';
import type { PairEdits } from '../host/pairEdits.js';
import type { SyncRunner } from '../host/syncRunner.js';
import type { UndoRunner } from '../host/undoRunner.js';
import type { PlanReview } from '../views/syncPlan/planReview.js';
import type { TrainingNode } from '../views/trainingNodes.js';

/** The parts of the extension that the commands use. */
export interface CommandServices {
  readonly engine: Engine;
  readonly library: StyleLibrary;
  readonly syncs: SyncRunner;
  readonly undos: UndoRunner;
  readonly pairs: PairEdits;
  /** The selected items of the tree “Training Images”. */
  readonly selectedNodes: () => readonly TrainingNode[];
  /** Holds the plan that is shown. */
  readonly review: PlanReview;
  readonly merges: CaptionMerges;
  readonly connections: BucketConnections;
  readonly syncDeletes: SyncDeletesSwitch;
  readonly log: Log;
  readonly openGallery: (style: Style) => void;
  /** Looks again for the captions of the images on the screen. */
  readonly refreshDecorations: () => void;
}

/** A command. Its arguments depend on the menu; from the palette there are none. */
export type Command = (services: CommandServices, args: readonly unknown[]) => unknown;
