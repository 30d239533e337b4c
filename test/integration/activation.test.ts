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

  it(`takes less than ${BUDGET_MS} ms`, () => {
    const [activate] = performance.getEntriesByName('s3TrainingData.activate');
    assert.ok(activate, 'the extension measured its activation');
    const load = loadTime(path.join(extension().extensionPath, 'dist/extension.js'));
    console.log(
      `      activation: ${load.toFixed(1)} ms to load + ${activate.duration.toFixed(1)} ms to activate`,
    );
    assert.ok(load + activate.duration < BUDGET_MS);
  });

  it('registers every command', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const command of Object.values(COMMANDS)) assert.ok(registered.has(command), command);
  });
});

/** Loads the bundle a second time, beside the one that runs. */
function loadTime(bundle: string): number {
  const running = require.cache[bundle];
  Reflect.deleteProperty(require.cache, bundle);
  const begin = performance.now();
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- as the extension host loads it
  require(bundle);
  const duration = performance.now() - begin;
  if (running) require.cache[bundle] = running;
  return duration;
}
