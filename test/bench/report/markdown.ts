import { bytesOf } from '../data/dataSet.js';
import type { PhaseResult, SetResult } from '../result.js';
import { SERVER_TITLES } from '../servers/benchServer.js';
import { COLUMN_NAMES, type ColumnName } from '../tools/tool.js';
import { PATIENCE } from '../turns.js';
import { compare, untilOnDisk, type Comparison, type ToolFigures } from './comparison.js';

const NONE = '–';
/** Marks figures of a single run. */
const ONCE = '†';

/** The results of a data set on a server as Markdown: costs and number of requests. */
export function setReport(result: SetResult): string {
  const { set, server, phases, failures } = result;
  const rows = phases.map(rowOf);
  const costRows = phases
    .flatMap((phase) => [phase, untilOnDisk(phase)])
    .filter((phase) => phase !== undefined)
    .map(rowOf);
  const names = COLUMN_NAMES.filter((name) => rows.some(({ comparison }) => comparison.tools.has(name)));
  const size = Math.round(bytesOf(set) / 1e6);
  return [
    `## ${set.name} on ${SERVER_TITLES[server]}`,
    `${set.pairs.toLocaleString('en')} pairs (${set.title}), ${size.toLocaleString('en')} MB.`,
    'Wall s / client CPU s / peak MiB:',
    table(
      ['phase', ...names, 'ours ÷ best', ...(names.includes('before') ? ['ours ÷ before'] : [])],
      costRows.map(({ title, comparison }) => [
        title,
        ...names.map((name) => costCell(comparison.tools.get(name))),
        ratioCell(comparison),
        ...(names.includes('before') ? [comparison.toBefore?.toFixed(2) ?? NONE] : []),
      ]),
    ),
    'Requests, and how far the wall times of the runs lie apart:',
    table(
      ['phase', ...names],
      rows.map(({ title, comparison }) => [
        title,
        ...names.map((name) => requestsCell(comparison.tools.get(name))),
      ]),
    ),
    ...onceNotes(rows.map(({ comparison }) => comparison)),
    ...variantNotes(rows),
    ...failures.map((failure) => `Failed: ${failure.replaceAll(/\s+/g, ' ').trim()}`),
  ].join('\n\n');
}

interface Row {
  readonly title: string;
  readonly comparison: Comparison;
}

const rowOf = (result: PhaseResult): Row => ({ title: result.phase.title, comparison: compare(result) });

/** A Markdown table with aligned columns. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = head.map((_, column) =>
    Math.max(3, ...[head, ...rows].map((cells) => (cells[column] ?? '').length)),
  );
  const line = (cells: readonly string[]): string =>
    `| ${widths.map((width, column) => (cells[column] ?? '').padEnd(width)).join(' | ')} |`;
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n');
}

function costCell(figures: ToolFigures | undefined): string {
  if (figures === undefined) return NONE;
  const { wallSeconds, cpuSeconds, peakMegabytes } = figures;
  const cell = `${seconds(wallSeconds)} / ${seconds(cpuSeconds)} / ${peakMegabytes?.toFixed(0) ?? NONE}`;
  return figures.runs === 1 ? `${cell} ${ONCE}` : cell;
}

const ratioCell = ({ ratio }: Comparison): string =>
  ratio === undefined ? NONE : `**${ratio.value.toFixed(2)}** (${ratio.best})`;

function requestsCell(figures: ToolFigures | undefined): string {
  if (figures === undefined) return NONE;
  const { requests, wallSpread, runs } = figures;
  const counts = Object.entries(requests).sort(([, a], [, b]) => b - a);
  const words = counts.map(([method, count]) => `${count.toLocaleString('en')} ${method}`);
  const spread = runs === 1 ? ONCE : `(±${(wallSpread * 50).toFixed(0)} %)`;
  return `${words.length === 0 ? 'none' : words.join(', ')} ${spread}`;
}

const seconds = (value: number): string => value.toFixed(value < 10 ? 2 : 1);

function onceNotes(comparisons: readonly Comparison[]): string[] {
  const figures = comparisons.flatMap(({ tools }) => [...tools.values()]);
  if (!figures.some(({ runs }) => runs === 1)) return [];
  if (figures.every(({ runs }) => runs === 1)) return [`${ONCE} One run.`];
  const times = `${String(PATIENCE)} times`;
  return [
    `${ONCE} One run: for all phases together it took more than ${times} as long as the fastest other tool.`,
  ];
}

/** Notes that name the fastest variant of each tool with several variants. */
function variantNotes(rows: readonly Row[]): string[] {
  const lines = COLUMN_NAMES.flatMap((name) => variantNote(name, rows));
  return lines.length === 0 ? [] : [lines.join('\n')];
}

function variantNote(name: ColumnName, rows: readonly Row[]): string[] {
  const used = rows.flatMap(({ title, comparison }) => {
    const figures = comparison.tools.get(name);
    return figures === undefined ? [] : [{ title, variant: figures.variant }];
  });
  if (used.every(({ variant }) => variant === '')) return [];
  const words = used.map(({ title, variant }) => `${title} – ${variant === '' ? 'as it comes' : variant}`);
  return [`${name} at its fastest: ${words.join('; ')}.`];
}
