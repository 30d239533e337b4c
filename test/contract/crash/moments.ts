import type { CommandLine } from '../../support/commandLine.js';
import type { Relay } from '../../support/ceph/relay.js';
import { linesIn, type Journals } from './journals.js';

/** What is counted to decide when to kill a process. */
export type Clock = 'milliseconds' | 'answers' | 'journal lines' | 'log lines';

/** `part`: share of an undisturbed run, between 0 and 1. */
export interface Moment {
  readonly clock: Clock;
  readonly part: number;
}

/** The length of an undisturbed run by each clock. */
export type Measured = Readonly<Record<Clock, number>>;

const CLOCKS: readonly Clock[] = ['milliseconds', 'answers', 'journal lines', 'log lines'];
const POLL_MS = 1;

/** Moments that are spread evenly over a run, using one clock after the other. */
export function momentsOf(count: number): Moment[] {
  return [...Array(count).keys()].map((i) => ({
    clock: CLOCKS[i % CLOCKS.length] ?? 'milliseconds',
    part: (i + 0.5) / count,
  }));
}

/** Watches the runs of one style from outside. */
export class WatchedRuns {
  constructor(
    readonly cli: CommandLine,
    readonly relay: Relay,
    readonly journals: Journals,
  ) {}

  /** Lets a run finish. */
  async measure(args: readonly string[]): Promise<Measured> {
    let firstAnswerAt = 0;
    const last = { answers: 0, lines: 0 };
    const before = this.journals.names();
    const run = this.cli.start(...args);
    this.relay.onAnswer((count) => {
      if (count === 1) firstAnswerAt = performance.now();
      last.answers = count;
    });
    run.process.stderr?.on('data', (text: string) => (last.lines += linesIn(text)));
    const { status, stderr } = await run.finished;
    if (status !== 0) throw new Error(`an undisturbed run ended with ${String(status)}: ${stderr}`);
    return {
      milliseconds: performance.now() - firstAnswerAt,
      answers: last.answers,
      'journal lines': this.journals.lines(before),
      'log lines': last.lines,
    };
  }

  /** Starts a run and kills it. Resolves when it is dead; `false` where it had already ended. */
  async kill({ clock, part }: Moment, measured: Measured, args: readonly string[]): Promise<boolean> {
    const at = Math.ceil(part * measured[clock]);
    const before = this.journals.names();
    const run = this.cli.start(...args);
    const kill = (): boolean => run.process.kill('SIGKILL');
    const timers: NodeJS.Timeout[] = [];
    switch (clock) {
      case 'milliseconds':
        // Counted from the first answer, because the start of a process takes longer on a busy machine.
        this.relay.onAnswer((count) => count === 1 && timers.push(setTimeout(kill, at)));
        break;
      case 'answers':
        this.relay.onAnswer((count) => count >= at && kill());
        break;
      case 'journal lines':
        timers.push(setInterval(() => this.journals.lines(before) >= at && kill(), POLL_MS));
        break;
      case 'log lines': {
        let lines = 0;
        run.process.stderr?.on('data', (text: string) => (lines += linesIn(text)) >= at && kill());
      }
    }
    await run.finished;
    for (const timer of timers) clearTimeout(timer);
    this.relay.onAnswer(undefined);
    return run.process.signalCode === 'SIGKILL';
  }
}
