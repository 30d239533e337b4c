import assert from 'node:assert/strict';
import path from 'node:path';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/host/ids.js';
import { extension } from './workspace.js';

const BUDGET_MS = 50;

describe('activation', () => {
  it('happens by itself in a workspace with styles', () => {
    assert.ok(extension().isActive);
  });

  it(`takes less than ${BUDGET_MS} ms`, function () {
    const [activate] = performance.getEntriesByName('s3TrainingData.activate');
    assert.ok(activate, 'the extension measured its activation');
    const load = loadTime(path.join(extension().extensionPath, 'dist/extension.js'));
    const measured = `${load.toFixed(1)} ms to load, ${activate.duration.toFixed(1)} ms to activate`;
    if (this.test) this.test.title += `: ${measured}`;
    // Each by itself: the second is by the clock, at a moment when the whole editor starts on the same cores.
    assert.ok(load < BUDGET_MS && activate.duration < BUDGET_MS, measured);
  });

  it('registers every command', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const command of Object.values(COMMANDS)) assert.ok(registered.has(command), command);
  });
});

/**
 * Milliseconds of processor time that it takes to load the bundle, beside the one that runs: the least of a few times,
 * as other programs on this machine are no fault of the extension.
 */
function loadTime(bundle: string): number {
  const running = require.cache[bundle];
  const times = [1, 2, 3, 4, 5].map(() => {
    Reflect.deleteProperty(require.cache, bundle);
    const begin = process.cpuUsage();
    // eslint-disable-next-line @typescript-eslint/no-require-imports -- as the extension host loads it
    require(bundle);
    const { user, system } = process.cpuUsage(begin);
    return (user + system) / 1000;
  });
  if (running) require.cache[bundle] = running;
  return Math.min(...times);
}
