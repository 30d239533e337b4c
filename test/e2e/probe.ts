import assert from 'node:assert/strict';
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { PROJECT_ROOT } from '../support/vscode/release.js';
import { runCommand } from '../support/vscode/workbench.js';
import { eventually } from './eventually.js';

/** The folder of the extension that measures, to be loaded beside the one under test. */
export const PROBE_EXTENSION = path.join(PROJECT_ROOT, 'test/support/probe-extension');

/** What the probe has seen of the extension host; times in milliseconds. */
export interface Measurement {
  /** By how much a timer of the event loop was late: in half of the cases, in all but one of a hundred, at most. */
  readonly delayP50: number;
  readonly delayP99: number;
  readonly delayMax: number;
  /** How long our `activate` took, and when it began, since the epoch. */
  readonly activation: number;
  readonly activated: number;
  /** Bytes at the end: resident, of all threads; and in use on the main thread's heap once garbage was collected. */
  readonly rss: number;
  readonly heap: number;
}

/** Measures the extension host while something is done. `file`: what PROBE_FILE in the host's environment names. */
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
