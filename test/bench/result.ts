import type { DataSet } from './data/dataSet.js';
import type { Cost } from './measure/command.js';
import type { Phase } from './phase.js';
import type { RequestCounts } from './servers/countingProxy.js';
import type { ServerName } from './servers/benchServer.js';
import type { Tool } from './tools/tool.js';

/** The costs of all counted runs of one tool in one phase. */
export interface ToolResult {
  readonly tool: Pick<Tool, 'name' | 'variant'>;
  /** One per run, in order. */
  readonly costs: readonly Cost[];
  /** The requests of the warm-up run. */
  readonly requests: RequestCounts;
}

export interface PhaseResult {
  readonly phase: Phase;
  readonly tools: readonly ToolResult[];
}

/** The result of a data set on a server, which becomes one table. */
export interface SetResult {
  readonly set: DataSet;
  readonly server: ServerName;
  readonly phases: readonly PhaseResult[];
  /** Runs of a tool that failed or whose download was wrong. They and their later phases do not count. */
  readonly failures: readonly string[];
}
