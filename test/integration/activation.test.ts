import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { COMMANDS } from '../../src/host/settings/ids.js';
import { extension } from './workspace.js';

describe('activation', () => {
  it('happens automatically in a workspace with styles', () => {
    assert.ok(extension().isActive);
  });

  it('is measured for the benchmark of the window', function () {
    const [activate] = performance.getEntriesByName('s3TrainingData.activate');
    assert.ok(activate, 'the extension measured its activation');
    if (this.test) this.test.title += `: ${activate.duration.toFixed(1)} ms by the clock`;
  });

  it('registers every command', async () => {
    const registered = new Set(await vscode.commands.getCommands(true));
    for (const command of Object.values(COMMANDS)) assert.ok(registered.has(command), command);
  });
});
