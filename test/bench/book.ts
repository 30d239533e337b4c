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

/** Collects the measurements with one data set on one server. */
export class Book {
  /** The failures, each as a sentence. */
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

  /** The sum of the tool's times so far; `undefined` if it failed, so that some are missing. */
  wallSecondsOf(tool: Tool): number | undefined {
    if (this.#failed.has(tool)) return undefined;
    const costs = [...this.#entries.values()].flatMap((entries) => entries.get(tool)?.costs ?? []);
    return costs.reduce((sum, { wallSeconds }) => sum + wallSeconds, 0);
  }

  /** Whether, in any phase, this variant took less time than all other measured variants of the same tool. */
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
