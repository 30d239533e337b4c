import { lookThrough } from '../../e2e/largeStyle.js';
import type { Measurement } from '../../e2e/probe.js';
import { median } from '../../bench/report/statistics.js';
import { runCommand } from '../../support/vscode/workbench.js';
import { count, duration } from '../report/figures.js';
import type { Section } from '../report/section.js';
import { BenchWindow, STYLE } from './benchWindow.js';

const PAIRS = 2000;
const THUMBNAILS = 1000;
const ACTIVATIONS = 5;
const SYNC_PATIENCE_MS = 180_000;

/** Measures the activation time of the extension in several windows, one after the other. */
export async function measureActivation(): Promise<Section> {
  const window = await BenchWindow.open(10);
  try {
    const activate: number[] = [];
    const loading: number[] = [];
    for (let i = 0; i < ACTIVATIONS; i++) {
      await window.reload();
      activate.push((await window.measured()).activation);
      loading.push(await byVSCode(window));
    }
    return {
      title: 'Activation',
      head: ['', 'median', 'at most'],
      rows: [
        ['our activate()', duration(median(activate)), duration(Math.max(...activate))],
        ['by VS Code, with loading', duration(median(loading)), duration(Math.max(...loading))],
      ],
      notes: [`${ACTIVATIONS} windows.`],
    };
  } finally {
    await window.close();
  }
}

/** The time in “Show Running Extensions”: `Activation: 34ms`, possibly after `Startup`. */
async function byVSCode(window: BenchWindow): Promise<number> {
  const { page } = window;
  await runCommand(page, 'Developer: Show Running Extensions');
  const time = page
    .locator('.runtime-extensions-editor .extension', { hasText: 'S3 Training Data Manager' })
    .locator('.activation-time');
  const text = await time.innerText();
  await window.closeEditors();
  const ms = /(\d+)\s*ms/.exec(text)?.[1];
  if (ms === undefined) throw new Error(`VS Code says of the activation: ${text}`);
  return Number(ms);
}

/** Measures the delay of the extension host's event loop under load. */
export async function measureDelays(): Promise<Section> {
  const window = await BenchWindow.open(PAIRS);
  const { stage } = window;
  try {
    const quiet = await window.measured(() => new Promise((resolve) => setTimeout(resolve, 3000)));
    const page = await (await stage.openGallery(STYLE)).page();
    let made = 0;
    const thumbnails = await window.measured(async () => {
      made = await lookThrough(page, THUMBNAILS);
    });
    if (made < THUMBNAILS) throw new Error(`Only ${made} thumbnails came.`);
    await window.closeEditors();
    const sync = await window.measured(async () => {
      await stage.pressInline(STYLE, 'Sync to S3');
      await stage.says(
        `Synced ${STYLE} to S3: ${PAIRS} images and ${PAIRS} captions uploaded.`,
        SYNC_PATIENCE_MS,
      );
    });
    return {
      title: 'Delay of the extension host’s event loop',
      head: ['', 'p50', 'p99', 'at most'],
      rows: [
        ['nothing is done', ...delays(quiet)],
        [`${count(made)} thumbnails are made`, ...delays(thumbnails)],
        [`${count(PAIRS)} pairs are synced to S3`, ...delays(sync)],
      ],
      notes: ['The S3 server and the browser run on the same machine.'],
    };
  } finally {
    await window.close();
  }
}

const delays = ({ delayP50, delayP99, delayMax }: Measurement): string[] =>
  [delayP50, delayP99, delayMax].map(duration);
