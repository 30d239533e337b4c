/*
 * npm test                    set-up, build, lint, types, format, and all suites
 * npm run test:unit           one suite (unit, contract, integration, e2e) with what it needs
 * npm run test:unit -- --grep "a word"      arguments after -- go to mocha
 * npm run test:servers                      on third-party servers: Ceph, OpenStack Swift, moto (test/README.md)
 * npm run test:long                         the proofs that no bytes are lost, in full length (test/README.md)
 *
 * The last line always ends with `N passed, N failed` (`, N skipped`), the sum of everything that ran. A suite that
 * cannot run on this machine is skipped with a message; with CI=true it is a failure.
 */
import { provide } from './setup/provide.js';
import { FONTS, type Requirement } from './setup/requirements.js';
import { runProgram } from './testing/childProcess.js';
import { LONG, longRunLine } from './testing/longRun.js';
import { REAL_SERVERS } from './testing/realServers.js';
import { runSuite } from './testing/runSuite.js';
import { SUITES, type Suite } from './testing/suites.js';
import { closingLine, NOTHING, oneFailed, ONE_SKIPPED, sum, type Tally } from './testing/tally.js';

/** Checks besides the suites: npm scripts, each of which counts as one failure if it fails. */
const CHECKS = ['build', 'lint', 'types', 'format:check'];

/** Suites that can be run by name. `npm test` includes only samples of the long one, and no third-party servers. */
const RUNNABLE_SUITES: readonly Suite[] = [...SUITES, LONG, REAL_SERVERS];

const inCI = process.env['CI'] === 'true';

async function main(args: readonly string[]): Promise<void> {
  const [first] = args;
  const named = RUNNABLE_SUITES.find(({ name }) => name === first);
  if (first !== undefined && named === undefined) {
    throw new Error(
      `There is no suite "${first}". Suites: ${RUNNABLE_SUITES.map(({ name }) => name).join(', ')}`,
    );
  }
  const run = new TestRun(await provide(requirementsOf(named === undefined ? SUITES : [named])));
  if (named === undefined) {
    for (const check of CHECKS) await run.script(check);
    for (const suite of SUITES) await run.suite(suite, []);
  } else {
    await run.suite(named, args.slice(1));
  }
  const isWholeLongRun = named === LONG && args.length === 1;
  run.report(isWholeLongRun ? (tally) => longRunLine(tally, performance.now() / 1000) : closingLine);
}

const requirementsOf = (suites: readonly Suite[]): Requirement[] => [
  FONTS,
  ...suites.flatMap(({ needs, wants }) => [...needs, ...wants]),
];

/** The results of everything that has run so far. */
class TestRun {
  private readonly results: { readonly name: string; readonly tally: Tally }[] = [];
  private readonly scripts = new Map<string, boolean>();

  /** @param unmet the missing requirements, with the reason of each */
  constructor(private readonly unmet: ReadonlyMap<Requirement, string>) {}

  /** Runs an npm script, but only once; resolves to whether it succeeded. */
  async script(name: string): Promise<boolean> {
    const known = this.scripts.get(name);
    if (known !== undefined) return known;
    heading(name);
    const passed = (await runProgram('npm', ['run', '--silent', name])) === 0;
    this.scripts.set(name, passed);
    this.note(name, passed ? NOTHING : oneFailed(`npm run ${name} failed.`));
    return passed;
  }

  async suite(suite: Suite, mochaArguments: readonly string[]): Promise<void> {
    const lacking = suite.needs.flatMap((requirement) => this.unmet.get(requirement) ?? []);
    for (const reason of lacking) this.leaveOut(`The ${suite.name} suite cannot run: ${reason}.`, suite);
    if (lacking.length > 0) return;
    for (const requirement of suite.wants) {
      const reason = this.unmet.get(requirement);
      if (reason !== undefined) console.error(`A part of the ${suite.name} suite cannot run: ${reason}.`);
    }
    for (const script of suite.after) {
      if (await this.script(script)) continue;
      console.error(`The ${suite.name} suite cannot run: npm run ${script} failed.`);
      return; // The script already counts as a failure.
    }
    heading(suite.name);
    this.note(suite.name, await runSuite(suite, mochaArguments));
  }

  /** Prints the failures, the numbers of each part and the closing line; sets the exit status. */
  report(closing: (total: Tally) => string): void {
    const total = this.results.map(({ tally }) => tally).reduce(sum, NOTHING);
    if (total.failures.length > 0) heading('failed');
    for (const failure of total.failures) console.log(`${failure}\n`);
    heading('result');
    for (const { name, tally } of this.results) {
      console.log(`${name.padEnd(14)} ${tally === NOTHING ? 'ok' : closingLine(tally)}`);
    }
    console.log(closing(total));
    process.exitCode = total.failed === 0 ? 0 : 1;
  }

  private leaveOut(sentence: string, suite: Suite): void {
    console.error(sentence);
    this.note(suite.name, inCI ? oneFailed(sentence) : ONE_SKIPPED);
  }

  private note(name: string, tally: Tally): void {
    this.results.push({ name, tally });
  }
}

function heading(title: string): void {
  console.log(`\n── ${title} ${'─'.repeat(Math.max(0, 76 - title.length))}`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error);
  console.log(closingLine(oneFailed(String(error))));
  process.exitCode = 1;
});
