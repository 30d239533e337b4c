import { CEPH } from '../setup/requirements.js';
import { MINUTE, type Suite } from './suites.js';
import { closingLine, type Tally } from './tally.js';

/** How long the suites are that a sample of stands in `npm test`, by the variables that they read. */
const LENGTHS = {
  /** Stories of the model. */
  MODEL_RUNS: 2000,
  /** Between two clients, of each kind. */
  RACES: 100,
  /** At which a run is killed, in each direction. */
  CRASH_MOMENTS: 100,
  /** Of the sync that a server dies in. */
  OUTAGE_PAIRS: 2000,
  /** Of a server, at which a run is cancelled, with our own requests; as many with those of the SDK. */
  STALLS: 100,
  /** At which each ending comes, for each kind of run. */
  TRUTH_MOMENTS: 8,
};

/** As a 32-bit number: `PROPERTY_SEED`, to repeat a run, or another one each time. */
const SEED = Number(process.env['PROPERTY_SEED'] ?? Math.floor(Date.now() / 1000) % 2 ** 31);

/** `npm run test:long`: what proves that no bytes are lost, in full length. */
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

/** All that `test/README.md` says of a complete run, in one line. `seconds`: how long it took. */
export function longRunLine(tally: Tally, seconds: number): string {
  const { MODEL_RUNS, RACES, CRASH_MOMENTS, OUTAGE_PAIRS, STALLS } = LENGTHS;
  return [
    `long run of ${new Date().toISOString().slice(0, 10)}, seed ${SEED}`,
    `${MODEL_RUNS} stories, ${RACES} races, ${2 * CRASH_MOMENTS} kills, outages in ${OUTAGE_PAIRS} pairs, ${2 * STALLS} stalls`,
    `${Math.round(seconds / 60)} min`,
    closingLine(tally),
  ].join('; ');
}
