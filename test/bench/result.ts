import type { DataSet } from './data/dataSet.js';
import type { Cost } from './measure/command.js';
import type { Phase } from './phase.js';
import type { RequestCounts } from './servers/countingProxy.js';
import type { ServerName } from './servers/benchServer.js';
import type { Tool } from './tools/tool.js';

/** What all counted runs of one tool cost in one phase. */
export interface ToolResult {
  readonly tool: Pick<Tool, 'name' | 'variant'>;
  /** Of each run, in their order. */
  readonly costs: readonly Cost[];
  /** Of the run that warms up. */
  readonly requests: RequestCounts;
}

export interface PhaseResult {
  readonly phase: Phase;
  readonly tools: readonly ToolResult[];
}

/** A data set on a server: one table. */
export interface SetResult {
  readonly set: DataSet;
  readonly server: ServerName;
  readonly phases: readonly PhaseResult[];
  /** Runs of a tool that failed, or whose download was wrong; they, and what would have come after, do not count. */
  readonly failures: readonly string[];
}
