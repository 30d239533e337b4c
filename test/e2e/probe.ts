import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { PROJECT_ROOT } from '../support/vscode/release.js';
import { runCommand } from '../support/vscode/workbench.js';
import { eventually } from './eventually.js';

/** The folder of the probe extension, which is loaded together with the extension under test. */
export const PROBE_EXTENSION = path.join(PROJECT_ROOT, 'test/support/probe-extension');

/** The measurements of the probe in the extension host; times in milliseconds. */
export interface Measurement {
  /** Delay of an event loop timer: median, 99th percentile, maximum. */
  readonly delayP50: number;
  readonly delayP99: number;
  readonly delayMax: number;
  /** Duration of our `activate`, and its start since the epoch. */
  readonly activation: number;
  readonly activated: number;
  /** Bytes at the end: resident memory of all threads, and the main thread's used heap after a garbage collection. */
  readonly rss: number;
  readonly heap: number;
}

/** Measures the extension host during an action. `file`: the value of PROBE_FILE in the host's environment. */
export async function measured(page: Page, file: string, act: () => Promise<void>): Promise<Measurement> {
  rmSync(file, { force: true });
  await runCommand(page, 'Probe: Start');
  await act();
  await runCommand(page, 'Probe: Stop');
  return eventually(() => {
    const measurement: unknown = JSON.parse(readFileSync(file, 'utf8'));
    assert.ok(isMeasurement(measurement));
    return measurement;
  });
}

const isMeasurement = (value: unknown): value is Measurement =>
  typeof value === 'object' && value !== null && 'delayP99' in value && 'activation' in value;
