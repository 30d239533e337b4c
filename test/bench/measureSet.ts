import * as fs from 'node:fs';
import path from 'node:path';
import { Book } from './book.js';
import { Contender, PREFIX } from './contender.js';
import { contentOf } from './data/content.js';
import { filesOf, type DataSet } from './data/dataSet.js';
import { emptyFiles } from './data/folder.js';
import type { Cost } from './measure/command.js';
import { flushDisk } from './measure/flushDisk.js';
import { COMPARE_PHASES, TRANSFER_PHASES, type Phase, type PhaseName } from './phase.js';
import type { SetResult } from './result.js';
import { startBenchServer, type BenchServer, type ServerName } from './servers/benchServer.js';
import type { Tool } from './tools/tool.js';
import { copiesOnOneServer, groupsOf, rotated, worthAnotherRun } from './turns.js';

export interface Measuring {
  readonly set: DataSet;
  readonly server: ServerName;
  readonly tools: readonly Tool[];
  /** The phases to measure. The first upload is always run, because all others need it. */
  readonly phases: ReadonlySet<PhaseName>;
  /** Number of counted runs, after a warm-up run that counts requests. */
  readonly runs: number;
  /** See `worthAnotherRun`. */
  readonly patience: number;
  /** The folder with the data set. */
  readonly original: string;
  /** The folder for everything else. Its files stay, empty: see `Contender`. */
  readonly workFolder: string;
  /** Called with a line about each measurement. */
  readonly say: (line: string) => void;
}

/** Measures tools with a data set on a server. In each phase they take turns, in groups that one server can hold. */
export async function measureSet(measuring: Measuring): Promise<SetResult> {
  const { set, server, runs } = measuring;
  let tools = measuring.tools.filter(({ needsOwnUpload }) => set.isTransferred || !needsOwnUpload);
  const book = new Book();
  for (let run = 0; run <= runs; run++) {
    for (const group of groupsOf(rotated(tools, run), copiesOnOneServer(set))) {
      await oneRound(measuring, group, run, book);
    }
    if (run === 1) {
      tools = worthAnotherRun(
        tools,
        measuring.patience,
        (tool) => book.wallSecondsOf(tool),
        (tool) => book.wasBestVariant(tool),
      );
    }
  }
  const phases = phasesOf(measuring).map((phase) => book.resultOf(phase));
  return { set, server, phases, failures: book.failures };
}

/** The selected phases of a data set. */
export const phasesOf = ({ set, phases }: Pick<Measuring, 'set' | 'phases'>): Phase[] =>
  (set.isTransferred ? TRANSFER_PHASES : COMPARE_PHASES).filter(({ name }) => phases.has(name));

/** One run of some tools, on a new server: a server that keeps all objects in memory never shrinks. */
async function oneRound(
  measuring: Measuring,
  tools: readonly Tool[],
  run: number,
  book: Book,
): Promise<void> {
  const folder = fs.mkdtempSync(path.join(measuring.workFolder, 'round-'));
  const server = await startBenchServer(measuring.server, folder);
  try {
    const contenders = new Set(await prepare(measuring, tools, server, folder));
    for (const phase of stepsOf(measuring)) {
      if (phase.mutation !== undefined) for (const contender of contenders) contender.mutate(phase.mutation);
      for (const contender of contenders) {
        try {
          await measure(measuring, contender, phase, server, run, book);
        } catch (error) {
          // A failure must not lose hours of the other tools. The failed tool's state is not valid for its next phase.
          contenders.delete(contender);
          const failure = `${titleOf(contender.tool)}, ${phase.title}: ${String(error)}`;
          book.addFailure(contender.tool, failure);
          measuring.say(failure);
        }
      }
    }
  } finally {
    await server.close();
    emptyFiles(folder);
  }
}

async function measure(
  { set, server: serverName, runs, say }: Measuring,
  contender: Contender,
  phase: Phase,
  server: BenchServer,
  run: number,
  book: Book,
): Promise<void> {
  const { tool } = contender;
  const isWarmUp = run === 0;
  // Dirty pages of one tool must not slow down the next one.
  flushDisk();
  server.takeRequests();
  const cost = await contender.run(phase, isWarmUp ? server.counted : server.target);
  if (cost === undefined) return;
  if (isWarmUp) book.setRequests(phase, tool, server.takeRequests());
  else book.addCost(phase, tool, cost);
  const which = isWarmUp ? 'warm-up' : `run ${run} of ${runs}`;
  say(`${set.name}, ${serverName}, ${which}, ${phase.title}: ${titleOf(tool)}: ${wordsOf(cost)}`);
}

const wordsOf = ({ wallSeconds, cpuSeconds, peakMegabytes = 0 }: Cost): string =>
  `${wallSeconds.toFixed(2)} s, CPU ${cpuSeconds.toFixed(2)} s, ${peakMegabytes.toFixed(0)} MiB`;

const titleOf = ({ name, variant }: Tool): string => (variant === '' ? name : `${name} (${variant})`);

function stepsOf(measuring: Measuring): Phase[] {
  const wanted = phasesOf(measuring);
  if (!measuring.set.isTransferred) return wanted;
  return TRANSFER_PHASES.filter((phase) => phase.name === 'first-upload' || wanted.includes(phase));
}

async function prepare(
  { set, original }: Measuring,
  tools: readonly Tool[],
  server: BenchServer,
  folder: string,
): Promise<Contender[]> {
  const contenders = tools.map((tool, index) => {
    const home = path.join(folder, `home-${String(index)}`);
    fs.mkdirSync(home);
    // All tools share a folder that none of them changes.
    if (!set.isTransferred) return new Contender(tool, set, home, original, 'bench');
    return new Contender(tool, set, home, path.join(home, 'here', set.name), `bench-${String(index)}`);
  });
  for (const bucket of new Set(contenders.map((contender) => contender.bucket))) {
    await server.createBucket(bucket);
  }
  if (set.isTransferred) for (const contender of contenders) contender.takeCopy(original);
  else await bringToBothSides(set, contenders, server);
  return contenders;
}

/** Brings the data set to both sides, and lets every tool learn that folder and bucket are the same. */
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
