import * as vscode from 'vscode';
import { COMMANDS, CONTEXT_VALUES, VIEWS } from '../../host/settings/ids.js';
import { t } from '../../host/shown/messages.js';
import { objectUri } from '../../host/objectFiles.js';
import { fileInside } from '../../host/style/uris.js';
import type { Style } from '../../host/style/style.js';
import { visible } from '../../operations/texts/outsideWords.js';
import type { ThumbnailSource } from '../../thumbnails/thumbnailSource.js';
import type { PlanReview, ShownPlan } from './planReview.js';
import {
  hasCheckbox,
  possibleResolutions,
  type GroupKind,
  type PlannedFile,
  type PlanGroup,
  type PlanNode,
  type PlannedRow,
} from './syncPlanModel.js';
import { directionText, fileText, groupLabel, groupText, planMessage, rowText } from './syncPlanTexts.js';
import { plannedTooltip } from './syncPlanTooltip.js';
import { treeItem } from '../treeItem.js';

/**
 * A group with more rows is collapsed at first: the editor draws an open group row by row, and collapsed ones cost
 * nothing.
 */
const OPEN_ROWS = 200;

const { None, Collapsed, Expanded } = vscode.TreeItemCollapsibleState;

const GROUP_ICONS: Readonly<Record<GroupKind, string>> = {
  upload: 'cloud-upload',
  download: 'cloud-download',
  keep: 'edit',
  conflict: 'git-compare',
  deleteKnown: 'trash',
  deleteUnknown: 'trash',
  stay: 'archive',
  problem: 'warning',
};

/**
 * Shows each reviewed plan in the view “Sync Plan”. Every plan has a tree of its own, so that the rows of the plan
 * before disappear at once.
 */
export function registerSyncPlanTree(
  review: PlanReview,
  thumbnails: Pick<ThumbnailSource, 'dimensions'>,
): vscode.Disposable {
  let shown: vscode.Disposable | undefined;
  const subscription = review.onDidChange(() => {
    shown?.dispose();
    shown = review.current && showPlan(review.current, review, thumbnails);
  });
  const disposeShown = (): void => {
    shown?.dispose();
  };
  return vscode.Disposable.from(subscription, { dispose: disposeShown });
}

function showPlan(
  plan: ShownPlan,
  review: PlanReview,
  thumbnails: Pick<ThumbnailSource, 'dimensions'>,
): vscode.Disposable {
  const { planned, model } = plan;
  const tree = new SyncPlanTree(plan, thumbnails);
  const view = vscode.window.createTreeView(VIEWS.syncPlan, { treeDataProvider: tree, canSelectMany: true });
  view.description = visible(directionText(planned.style.id, planned.result, t));
  const showTotals = (): void => {
    view.message = planMessage(model, t);
  };
  showTotals();
  return vscode.Disposable.from(
    view,
    tree,
    review.onDidDecide((groups) => {
      showTotals();
      tree.redraw(groups);
    }),
    view.onDidChangeCheckboxState(({ items }) => takeCheckboxes(review, items)),
  );
}

/**
 * Takes the checkboxes that the user has changed. The editor checks all rows below a checked group, and reports each
 * row that it knows. It knows none of a group that was never open; then the group stands for its rows.
 */
function takeCheckboxes(
  review: PlanReview,
  items: readonly (readonly [PlanNode, vscode.TreeItemCheckboxState])[],
): void {
  const told = new Set(items.flatMap(([node]) => (node.kind === 'planRow' ? [node.group] : [])));
  const rowsNow = (isOff: boolean): PlannedRow[] =>
    items
      .filter(([, state]) => (state === vscode.TreeItemCheckboxState.Unchecked) === isOff)
      .flatMap(([node]) => {
        if (node.kind === 'planRow') return [node];
        return node.kind === 'planGroup' && !told.has(node.is) ? node.rows : [];
      });
  review.leaveOut(rowsNow(true), true);
  review.leaveOut(rowsNow(false), false);
}

/** The items of the tree: groups, their rows, and the files of rows that have more than one. */
class SyncPlanTree implements vscode.TreeDataProvider<PlanNode>, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<PlanNode | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;

  constructor(
    readonly plan: ShownPlan,
    readonly thumbnails: Pick<ThumbnailSource, 'dimensions'>,
  ) {}

  getChildren(node?: PlanNode): PlanNode[] {
    switch (node?.kind) {
      case undefined:
        return [...this.plan.model.groups];
      case 'planGroup':
        return [...node.rows];
      case 'planRow':
        return node.files.length > 1 ? [...node.files] : [];
      case 'planFile':
        return [];
    }
  }

  getTreeItem(node: PlanNode): vscode.TreeItem {
    switch (node.kind) {
      case 'planGroup':
        return groupItem(node, this.plan);
      case 'planRow':
        return rowItem(node, this.plan);
      case 'planFile':
        return fileItem(node, this.plan);
    }
  }

  /** The editor calls this when the pointer rests on an item: only then is the picture's header read. */
  async resolveTreeItem(item: vscode.TreeItem, node: PlanNode): Promise<vscode.TreeItem> {
    if (node.kind === 'planGroup') return item;
    const files = node.kind === 'planRow' ? node.files : [node];
    item.tooltip = await plannedTooltip(files, this.plan, this.thumbnails);
    return item;
  }

  /** Redraws the rows of these groups. */
  redraw(groups: ReadonlySet<GroupKind>): void {
    for (const group of this.plan.model.groups) {
      if (groups.has(group.is)) this.#changed.fire(group);
    }
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function groupItem(group: PlanGroup, { planned, model }: ShownPlan): vscode.TreeItem {
  const label = groupLabel(group.is, planned.direction, t);
  const item = treeItem(label, group.rows.length > OPEN_ROWS ? Collapsed : Expanded, {
    description: groupText(group, t),
  });
  item.id = group.is;
  item.iconPath = new vscode.ThemeIcon(GROUP_ICONS[group.is]);
  if (hasCheckbox(group.is)) {
    const isChecked = group.rows.every((row) => !model.isLeftOut(row));
    item.checkboxState = checkbox(isChecked, label);
  }
  return item;
}

function rowItem(row: PlannedRow, { planned, model }: ShownPlan): vscode.TreeItem {
  const [first] = row.files;
  const item = plannedItem(first, planned.style, row, rowText(row, model, t));
  item.id = `${row.group}/${first.planned.file}`;
  if (row.files.length > 1) item.collapsibleState = Collapsed;
  if (hasCheckbox(row.group)) item.checkboxState = checkbox(!model.isLeftOut(row), first.planned.file);
  return item;
}

function fileItem(file: PlannedFile, { planned, model }: ShownPlan): vscode.TreeItem {
  const item = plannedItem(file, planned.style, file, fileText(file, model, t));
  item.id = `${file.group}/${file.planned.file}/file`;
  return item;
}

/** The URI gives the item the file's icon and decorations. */
function plannedItem(file: PlannedFile, style: Style, node: PlanNode, description: string): vscode.TreeItem {
  const { file: path, seen } = file.planned;
  const item = treeItem(path, None, { description });
  item.resourceUri = seen.local === null ? objectUri(style, path) : fileInside(style.folder, path);
  // An expandable row would get the icon of a folder.
  item.iconPath = vscode.ThemeIcon.File;
  const kind = contextValue(node.kind === 'planRow' ? node.files : [file]);
  if (kind !== undefined) item.contextValue = kind;
  item.command = {
    command: COMMANDS.comparePlanned,
    title: t('Compare Local with S3'),
    arguments: [node],
  };
  return item;
}

/** The context value that selects the actions of an item; `undefined`: none. */
function contextValue(files: readonly PlannedFile[]): string | undefined {
  const possible = new Set(files.flatMap(possibleResolutions));
  if (possible.has('merge')) return CONTEXT_VALUES.plannedCaptionConflict;
  if (possible.has('keep-both')) return CONTEXT_VALUES.plannedConflict;
  if (possible.has('overwrite')) return CONTEXT_VALUES.plannedDeletionConflict;
  return files.some(({ group }) => group !== 'problem') ? CONTEXT_VALUES.planned : undefined;
}

function checkbox(isChecked: boolean, label: string): NonNullable<vscode.TreeItem['checkboxState']> {
  const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
  return {
    state: isChecked ? Checked : Unchecked,
    tooltip: isChecked ? t('Is carried out') : t('Is left out'),
    accessibilityInformation: { label: visible(label) },
  };
}
