/*
 * Loaded in front of the tests (`.mocharc.json`). What Node warns of, such as listeners or descriptors that leak, is a
 * fault of the product or of a test: the run fails with it, by its name.
 */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { Context, RootHookObject } from 'mocha';

/** Where a warning comes from that tells of no fault. */
const EXPECTED: ReadonlySet<string> = new Set(['ExperimentalWarning']);

// The SDK's about the oldest Node that we support, which the product turns off as well (src/wiring/adapters.ts).
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

let test = 'before the first test';
const warnings: string[] = [];

// Node's own listener prints, amid the names of the tests.
process.removeAllListeners('warning');
process.on('warning', (warning) => {
  if (!EXPECTED.has(warning.name)) warnings.push(`${test}: ${inspect(warning)}`);
});

export const mochaHooks: RootHookObject = {
  beforeEach(this: Context) {
    test = this.currentTest?.fullTitle() ?? test;
  },
  /** At the end: a hook that fails ends the run. */
  afterAll() {
    assert.equal(warnings.join('\n'), '', 'Node has warned');
  },
};
