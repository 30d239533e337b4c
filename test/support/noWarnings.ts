/*
 * Loaded before the tests (`.mocharc.json`). A warning of Node, for example about leaking listeners or descriptors, is
 * a bug of the product or of a test: the run fails and names it.
 */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import type { Context, RootHookObject } from 'mocha';

/** The names of warnings that are not bugs. */
const EXPECTED: ReadonlySet<string> = new Set(['ExperimentalWarning']);

// The SDK warns about the oldest Node that we support; the product turns that off too (src/wiring/adapters.ts).
process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true';

let test = 'before the first test';
const warnings: string[] = [];

// Node's own listener would print into the list of tests.
process.removeAllListeners('warning');
process.on('warning', (warning) => {
  if (!EXPECTED.has(warning.name)) warnings.push(`${test}: ${inspect(warning)}`);
});

export const mochaHooks: RootHookObject = {
  beforeEach(this: Context) {
    test = this.currentTest?.fullTitle() ?? test;
  },
  /** Runs at the end, because a failing hook ends the run. */
  afterAll() {
    assert.equal(warnings.join('\n'), '', 'Node has warned');
  },
};
