import { execFileSync } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import { contentOf } from './data/content.js';
import { filesOf, type DataSet } from './data/dataSet.js';
import { Contender, PREFIX } from './contender.js';
import type { Cost } from './measure/command.js';
import { COMPARE_PHASES, TRANSFER_PHASES, type Phase, type PhaseName } from './phase.js';
import type { PhaseResult, SetResult, ToolResult } from './result.js';
import { startBenchServer, type BenchServer, type ServerName } from './servers/benchServer.js';
import type { RequestCounts } from './servers/countingProxy.js';
import type { Tool } from './tools/tool.js';

export interface Measuring {
  readonly set: DataSet;
  readonly server: ServerName;
  readonly tools: readonly Tool[];
  /** Those that are wanted; the others are run only where the wanted ones build on them. */
  readonly phases: ReadonlySet<PhaseName>;
  /** Counted ones, after one that warms up and counts requests. */
  readonly runs: number;
  /** Holds the data set. */
  readonly original: string;
  /** Everything else goes below it. */
  readonly workFolder: string;
  readonly say: (line: string) => void;
}

/** Measures all tools with a data set on a server: in each run and each phase one after the other. */
export async function measureSet(measuring: Measuring): Promise<SetResult> {
  const { set, server, runs } = measuring;
  const book = new Book();
  for (let run = 0; run <= runs; run++) await oneRun(measuring, run, book);
  return { set, server, phases: phasesOf(measuring).map((phase) => book.resultOf(phase)) };
}

export const phasesOf = ({ set, phases }: Pick<Measuring, 'set' | 'phases'>): Phase[] =>
  (set.isTransferred ? TRANSFER_PHASES : COMPARE_PHASES).filter(({ name }) => phases.has(name));

async function oneRun(measuring: Measuring, run: number, book: Book): Promise<void> {
  const { set, workFolder, say, runs } = measuring;
  const folder = path.join(workFolder, `run-${String(run)}`);
  fs.mkdirSync(folder);
  // A new server each time: one that keeps all objects in memory only ever grows.
  const server = await startBenchServer(measuring.server, folder);
  try {
    const contenders = await prepare(measuring, server, folder);
    const isWarmUp = run === 0;
    const target = isWarmUp ? server.counted : server.target;
    for (const phase of stepsOf(measuring)) {
      if (phase.mutation !== undefined) for (const contender of contenders) contender.mutate(phase.mutation);
      for (const contender of rotated(contenders, run)) {
        const { tool } = contender;
        settleDisk();
        server.takeRequests();
        const cost = await contender.run(phase, target);
        if (cost === undefined) continue;
        if (isWarmUp) book.requests(phase, tool, server.takeRequests());
        else book.cost(phase, tool, cost);
        const which = isWarmUp ? 'warm-up' : `run ${run}/${runs}`;
        const name = [tool.name, tool.variant].filter((word) => word !== '').join(', ');
        say(
          `${set.name} on ${measuring.server}, ${which}, ${phase.title}: ${name}: ${cost.wallSeconds.toFixed(2)} s`,
        );
      }
    }
  } finally {
    await server.close();
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** What is run: what is wanted, after the first upload. */
function stepsOf(measuring: Measuring): Phase[] {
  const wanted = phasesOf(measuring);
  return measuring.set.isTransferred
    ? TRANSFER_PHASES.filter((phase) => phase.name === 'first-upload' || wanted.includes(phase))
    : wanted;
}

async function prepare(
  { set, tools, original }: Measuring,
  server: BenchServer,
  folder: string,
): Promise<Contender[]> {
  const contenders: Contender[] = [];
  const able = tools.filter(({ needsOwnUpload }) => set.isTransferred || !needsOwnUpload);
  for (const [index, tool] of able.entries()) {
    const home = path.join(folder, `home-${String(index)}`);
    fs.mkdirSync(home);
    const own = path.join(home, 'here', set.name);
    contenders.push(
      set.isTransferred
        ? new Contender(tool, set, home, own, `bench-${String(index)}`)
        : // Nobody changes it, so one is enough.
          new Contender(tool, set, home, original, 'bench'),
    );
  }
  for (const bucket of new Set(contenders.map((contender) => contender.bucket))) {
    await server.createBucket(bucket);
  }
  if (set.isTransferred) for (const contender of contenders) contender.takeCopy(original);
  else await bringToBothSides(set, contenders, server);
  return contenders;
}

async function bringToBothSides(
  set: DataSet,
  contenders: readonly Contender[],
  server: BenchServer,
): Promise<void> {
  const objects = new Map<string, Uint8Array>();
  for (const file of filesOf(set)) objects.set(`${PREFIX}${set.name}/${file.path}`, contentOf(set, file, 0));
  await server.put('bench', objects);
  for (const contender of contenders) {
    if (!contender.tool.remembers) continue;
    for (const target of [server.counted, server.target]) {
      await contender.run({ name: 'no-change', title: 'first comparison', job: 'upload' }, target);
    }
  }
}

/** Each run begins with another tool, so that no place in the order is always the same one's. */
export const rotated = <T>(items: readonly T[], by: number): T[] =>
  items.map((_, index) => items[(index + by) % items.length]).filter((item) => item !== undefined);

/** What one tool has left to be written must not slow down the next. */
function settleDisk(): void {
  if (process.platform !== 'win32') execFileSync('sync');
}

/** Gathers what was measured. */
class Book {
  readonly #results = new Map<Phase, Map<Tool, { costs: Cost[]; requests: RequestCounts }>>();

  cost(phase: Phase, tool: Tool, cost: Cost): void {
    this.#of(phase, tool).costs.push(cost);
  }

  requests(phase: Phase, tool: Tool, requests: RequestCounts): void {
    this.#of(phase, tool).requests = requests;
  }

  resultOf(phase: Phase): PhaseResult {
    const tools = [...(this.#results.get(phase) ?? [])].map(([tool, result]): ToolResult => ({
      tool,
      ...result,
    }));
    return { phase, tools };
  }

  #of(phase: Phase, tool: Tool): { costs: Cost[]; requests: RequestCounts } {
    const ofPhase = this.#results.get(phase) ?? new Map<Tool, { costs: Cost[]; requests: RequestCounts }>();
    this.#results.set(phase, ofPhase);
    const result = ofPhase.get(tool) ?? { costs: [], requests: {} };
    ofPhase.set(tool, result);
    return result;
  }
}
