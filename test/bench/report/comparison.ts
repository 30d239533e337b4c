import type { PhaseResult, ToolResult } from '../result.js';
import type { ColumnName } from '../tools/tool.js';
import { median, spread } from './statistics.js';

/** The figures of a tool in a phase: medians over the runs of its fastest variant. */
export interface ToolFigures {
  readonly name: ColumnName;
  readonly variant: string;
  /** Number of measured runs. */
  readonly runs: number;
  readonly wallSeconds: number;
  /** Spread of the runs' wall times, as a fraction of the median. */
  readonly wallSpread: number;
  readonly cpuSeconds: number;
  readonly peakMegabytes: number | undefined;
  readonly requests: Readonly<Record<string, number>>;
}

export interface Comparison {
  readonly tools: ReadonlyMap<ColumnName, ToolFigures>;
  /** Our wall time as a fraction of the best other tool's; `undefined` if one of the two is missing. */
  readonly ratio: { readonly value: number; readonly best: ColumnName } | undefined;
  /** Our wall time as a fraction of the other build's; `undefined` if none was measured. */
  readonly toBefore: number | undefined;
}

/** The figures of a phase. Of variants of a tool with equally many runs, the one with the least wall time counts. */
export function compare({ tools }: PhaseResult): Comparison {
  const fastest = new Map<ColumnName, ToolFigures>();
  for (const result of tools) {
    if (result.costs.length === 0) continue;
    const figures = figuresOf(result);
    const other = fastest.get(figures.name);
    if (other === undefined || isBetter(figures, other)) fastest.set(figures.name, figures);
  }
  const [ours, before] = [fastest.get('ours'), fastest.get('before')];
  return {
    tools: fastest,
    ratio: ratioOf([...fastest.values()]),
    toBefore: ours && before && ours.wallSeconds / before.wallSeconds,
  };
}

/**
 * The same runs, each until all its data is on the disk, where a power failure cannot destroy it; `undefined` for
 * phases in which that was not measured.
 */
export function untilOnDisk({ phase, tools }: PhaseResult): PhaseResult | undefined {
  const onDisk = tools.map((result) => ({
    ...result,
    costs: result.costs.flatMap(({ flushSeconds, ...cost }) =>
      flushSeconds === undefined ? [] : { ...cost, wallSeconds: cost.wallSeconds + flushSeconds },
    ),
  }));
  if (onDisk.every(({ costs }) => costs.length === 0)) return undefined;
  return { phase: { ...phase, title: `${phase.title}, until on the disk` }, tools: onDisk };
}

/** More runs win before less time: a variant that was dropped after one run is no standard for the others. */
const isBetter = (figures: ToolFigures, other: ToolFigures): boolean =>
  figures.runs === other.runs ? figures.wallSeconds < other.wallSeconds : figures.runs > other.runs;

function figuresOf({ tool, costs, requests }: ToolResult): ToolFigures {
  const walls = costs.map(({ wallSeconds }) => wallSeconds);
  const peaks = costs.flatMap(({ peakMegabytes }) => peakMegabytes ?? []);
  return {
    name: tool.name,
    variant: tool.variant,
    runs: costs.length,
    wallSeconds: median(walls),
    wallSpread: spread(walls),
    cpuSeconds: median(costs.map(({ cpuSeconds }) => cpuSeconds)),
    peakMegabytes: peaks.length === 0 ? undefined : median(peaks),
    requests,
  };
}

function ratioOf(figures: readonly ToolFigures[]): Comparison['ratio'] {
  const ours = figures.find(({ name }) => name === 'ours');
  const [best] = figures
    .filter(({ name }) => name !== 'ours' && name !== 'before')
    .sort((a, b) => a.wallSeconds - b.wallSeconds);
  if (ours === undefined || best === undefined) return undefined;
  return { value: ours.wallSeconds / best.wallSeconds, best: best.name };
}
