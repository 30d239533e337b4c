import assert from 'node:assert/strict';
import os from 'node:os';
import { childSeconds, measureCommand } from '../../bench/measure/command.js';
import type { Command } from '../../bench/tools/tool.js';

const node = (script: string): Command => ({ program: process.execPath, args: ['-e', script], env: {} });

describe('the cost of a program', () => {
  it('includes CPU time and memory of its child processes', async () => {
    const child =
      'const end = Date.now() + 300; const held = Buffer.alloc(2e8, 1); while (Date.now() < end);';
    const parent = `require('node:child_process').execFileSync(process.execPath, ['-e', ${JSON.stringify(child)}])`;
    const { wallSeconds, cpuSeconds, peakMegabytes } = await measureCommand(node(parent), os.tmpdir());
    assert.ok(wallSeconds >= 0.3, String(wallSeconds));
    assert.ok(cpuSeconds > 0.05, String(cpuSeconds));
    if (process.platform === 'linux') assert.ok((peakMegabytes ?? 0) > 220, String(peakMegabytes));
  });

  it('is not measured for a program that fails; the error says why', async () => {
    const failing = node('console.error("no such bucket"); process.exitCode = 3;');
    await assert.rejects(measureCommand(failing, os.tmpdir()), /node ended with 3: no such bucket/);
  });

  it('is measured without the user’s configuration', async () => {
    process.env['AWS_PROFILE'] = 'somebody';
    try {
      const script = `process.exitCode = process.env.AWS_PROFILE === undefined && process.env.HOME === '/' ? 0 : 1`;
      await measureCommand(node(script), '/');
    } finally {
      delete process.env['AWS_PROFILE'];
    }
  });

  it('is read from the shell’s `times`, in the format of any shell', () => {
    assert.equal(childSeconds('0m0.010000s 0m0.020000s\n1m2.500000s 0m0.250000s\n'), 62.75);
    assert.equal(childSeconds('0m0.001s 0m0.002s\n0m1.500s 0m0.500s\n'), 2);
    assert.throws(() => childSeconds(''), /no times/);
  });
});
