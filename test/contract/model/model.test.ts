import assert from 'node:assert/strict';
import fc from 'fast-check';
import { story, type Story } from '../../support/model/steps.js';
import { ENCOUNTERS, World, type Encounter } from '../../support/model/world.js';
import { startS3Server, type S3Server } from '../../support/s3-server/s3Server.js';

const RUNS = Number(process.env['MODEL_RUNS'] ?? 200);
/** The same stories in every run; try another seed after every change of the rules. */
const SEED = Number(process.env['PROPERTY_SEED'] ?? 20261122);
/** The path that a failure printed with its seed: replays that story alone. */
const PATH = process.env['PROPERTY_PATH'];

/**
 * No byte that anybody wrote is ever lost, whoever syncs in which direction, whoever works at the same time, and at
 * whatever act a process dies (docs/sync-contract.md §1–§4).
 */
describe('the model of sync', () => {
  let server: S3Server;
  let buckets = 0;
  const met = new Map<Encounter, number>();
  before(async () => (server = await startS3Server()));
  after(() => server.close());

  const tell = async (told: Story): Promise<void> => {
    const world = new World(server, `model-${String(++buckets)}`, told, met);
    try {
      await world.begin(told.inSync);
      for (const step of told.steps) await world.take(step);
      await world.converge();
    } finally {
      world.remove();
    }
  };

  it(`loses nothing and converges, in ${String(RUNS)} stories`, async () => {
    await fc.assert(fc.asyncProperty(story, tell), {
      numRuns: RUNS,
      seed: SEED,
      ...(PATH !== undefined && { path: PATH }),
    });
    if (PATH !== undefined) return;
    // A model in which these never happen proves nothing.
    for (const encounter of ENCOUNTERS) {
      assert.ok((met.get(encounter) ?? 0) >= RUNS / 50, `${encounter}: ${String(met.get(encounter))}`);
    }
  }).timeout(300_000 + RUNS * 2000);
});
