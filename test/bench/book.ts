import type { Cost } from './measure/command.js';
import type { Phase } from './phase.js';
import type { PhaseResult, ToolResult } from './result.js';
import type { RequestCounts } from './servers/countingProxy.js';
import { median } from './report/statistics.js';
import type { Tool } from './tools/tool.js';

interface Entry {
  readonly tool: Tool;
  readonly costs: Cost[];
  requests: RequestCounts;
}

/** Gathers what was measured with a data set on a server. */
export class Book {
  /** What went wrong, each in words. */
  readonly failures: string[] = [];
  readonly #failed = new Set<Tool>();
  readonly #entries = new Map<Phase, Map<Tool, Entry>>();

  addFailure(tool: Tool, words: string): void {
    this.#failed.add(tool);
    this.failures.push(words);
  }

  addCost(phase: Phase, tool: Tool, cost: Cost): void {
    this.#entry(phase, tool).costs.push(cost);
  }

  setRequests(phase: Phase, tool: Tool, requests: RequestCounts): void {
    this.#entry(phase, tool).requests = requests;
  }

  resultOf(phase: Phase): PhaseResult {
    const tools: readonly ToolResult[] = [...(this.#entries.get(phase)?.values() ?? [])];
    return { phase, tools };
  }

  /** The sum of all its times so far; `undefined` where it failed and some are missing. */
  wallSecondsOf(tool: Tool): number | undefined {
    if (this.#failed.has(tool)) return undefined;
    const costs = [...this.#entries.values()].flatMap((entries) => entries.get(tool)?.costs ?? []);
    return costs.reduce((sum, { wallSeconds }) => sum + wallSeconds, 0);
  }

  /** Whether it took less time in some phase than all other variants of the tool, as far as they were measured. */
  wasBestVariant(tool: Tool): boolean {
    return [...this.#entries.values()].some((entries) => {
      const wall = ({ costs }: Entry): number => median(costs.map(({ wallSeconds }) => wallSeconds));
      const measured = [...entries.values()].filter(({ costs }) => costs.length > 0);
      const variants = measured.filter((entry) => entry.tool.name === tool.name);
      const [best] = variants.sort((a, b) => wall(a) - wall(b));
      return best?.tool === tool;
    });
  }

  #entry(phase: Phase, tool: Tool): Entry {
    const ofPhase = this.#entries.get(phase) ?? new Map<Tool, Entry>();
    this.#entries.set(phase, ofPhase);
    const entry = ofPhase.get(tool) ?? { tool, costs: [], requests: {} };
    ofPhase.set(tool, entry);
    return entry;
  }
}
