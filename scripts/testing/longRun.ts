import { CEPH } from '../setup/requirements.js';
import { MINUTE, type Suite } from './suites.js';
import { closingLine, type Tally } from './tally.js';

/** The full length of the suites of which `npm test` runs a sample, by the variables that they read. */
const LENGTHS = {
  /** Runs of the model. */
  MODEL_RUNS: 2000,
  /** Races between two clients, of each kind. */
  RACES: 100,
  /** Moments at which a run is killed, in each direction. */
  CRASH_MOMENTS: 100,
  /** Pairs of the sync during which a server dies. */
  OUTAGE_PAIRS: 2000,
  /** Stalls of a server during which a run is cancelled, with our own requests; the same number with the SDK's. */
  STALLS: 100,
  /** Moments of each kind of ending, for each kind of run. */
  TRUTH_MOMENTS: 8,
};

/** A 32-bit number: `PROPERTY_SEED`, to repeat a run; otherwise a new one in each run. */
const SEED = Number(process.env['PROPERTY_SEED'] ?? Math.floor(Date.now() / 1000) % 2 ** 31);

/** `npm run test:long`: the proofs that no bytes are lost, in full length. */
export const LONG: Suite = {
  name: 'long',
  files: 'test/contract/{model,crash,truth}/**/*.test.ts',
  needs: [CEPH],
  wants: [],
  after: ['build'],
  timeoutMs: MINUTE,
  limitMs: 240 * MINUTE,
  env: Object.fromEntries(
    Object.entries({ ...LENGTHS, PROPERTY_SEED: SEED }).map(([k, v]) => [k, String(v)]),
  ),
};

/** One line with the figures that `test/README.md` states of a complete run. `seconds`: its duration. */
export function longRunLine(tally: Tally, seconds: number): string {
  const { MODEL_RUNS, RACES, CRASH_MOMENTS, OUTAGE_PAIRS, STALLS } = LENGTHS;
  return [
    `long run of ${new Date().toISOString().slice(0, 10)}, seed ${SEED}`,
    `${MODEL_RUNS} stories, ${RACES} races, ${2 * CRASH_MOMENTS} kills, outages in ${OUTAGE_PAIRS} pairs, ${2 * STALLS} stalls`,
    `${Math.round(seconds / 60)} min`,
    closingLine(tally),
  ].join('; ');
}
