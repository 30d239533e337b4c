import type { ImageExtensions } from '../../dataset/pairing.js';
import type { RelativePath } from '../../dataset/trainingImage.js';
import { transfersOf, type Plan } from './plan.js';
import { isLeftOut, type OnlyKind } from './selection.js';

/**
 * A plan without the other kind of files, which is named in `leftOut` where a whole sync would have transferred or
 * deleted it. The rules of pairs have been applied to the whole plan: a caption whose image is in conflict stays.
 */
export function leaveOutOthers(plan: Plan, only: OnlyKind | undefined, extensions: ImageExtensions): Plan {
  if (only === undefined) return plan;
  const isOut = ({ path }: { readonly path: RelativePath }): boolean => isLeftOut(path, only, extensions);
  const stays = (item: { readonly path: RelativePath }): boolean => !isOut(item);
  return {
    ...plan,
    groups: plan.groups
      .map((group) => ({ ...group, transfers: group.transfers.filter(stays) }))
      .filter(({ transfers }) => transfers.length > 0),
    heldBack: plan.heldBack.filter(stays),
    deletions: plan.deletions.filter(stays),
    kept: plan.kept.filter(stays),
    conflicts: plan.conflicts.filter(stays),
    refused: plan.refused.filter(stays),
    skipped: plan.skipped.filter(stays),
    staying: plan.staying.filter(stays),
    only,
    leftOut: [...transfersOf(plan), ...plan.heldBack, ...plan.deletions]
      .filter(isOut)
      .map(({ path }) => path),
  };
}
