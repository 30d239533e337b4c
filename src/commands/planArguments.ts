import { filesBelow, type PlannedFile, type PlanNode } from '../views/syncPlan/syncPlanModel.js';

/**
 * The planned files that a command was called on. A click passes the item alone; a menu passes the whole selection as
 * well where the item is part of it.
 */
export function plannedFiles(args: readonly unknown[]): PlannedFile[] {
  const [first, selection] = args;
  if (!isPlanNode(first)) return [];
  const selected = Array.isArray(selection) ? selection.filter(isPlanNode) : [];
  return filesBelow(selected.includes(first) ? selected : [first]);
}

const KINDS: readonly unknown[] = ['planGroup', 'planRow', 'planFile'] satisfies PlanNode['kind'][];

const isPlanNode = (argument: unknown): argument is PlanNode =>
  typeof argument === 'object' && argument !== null && 'kind' in argument && KINDS.includes(argument.kind);
