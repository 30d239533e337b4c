import type { Frame } from 'playwright-core';
import { openTimed, scroll, SCROLLS, unfoldTimed } from '../../e2e/largeStyle.js';
import { count, duration, megabytes } from '../report/figures.js';
import type { Section } from '../report/section.js';
import { BenchWindow, STYLE } from './benchWindow.js';

/** The figures of one style, by row of the table. */
type Figures = ReadonlyMap<string, string>;

/** Opens styles of different sizes, each in its own window, and measures tree and gallery. */
export async function measureGallery(
  imageCounts: readonly number[],
  say: (line: string) => void,
): Promise<Section> {
  const columns: Figures[] = [];
  for (const images of imageCounts) {
    say(`Gallery and tree of ${count(images)} images …`);
    const window = await BenchWindow.open(images);
    try {
      columns.push(await measureIn(window));
    } finally {
      await window.close();
    }
  }
  return gallerySection(imageCounts, columns);
}

async function measureIn(window: BenchWindow): Promise<Figures> {
  const { stage, page } = window;
  const figures = new Map<string, string>();
  const base = await window.measured();

  await openInto(figures, window, 'cold');
  await window.closeEditors();
  const tree = await window.reload();
  figures.set('window loaded anew → activate()', duration(tree.sinceReload - tree.sinceActivation));
  figures.set('activate() → images counted in the tree', duration(tree.sinceActivation));
  const frame = await openInto(figures, window, 'cached, window just loaded');
  for (const [how, pixels] of Object.entries(SCROLLS)) {
    const { cards, frameP50, frameP95 } = await scroll(frame, pixels);
    figures.set(`frames, ${how}: p50 / p95`, `${duration(frameP50)} / ${duration(frameP95)}`);
    figures.set(`cards at most, ${how}`, String(cards));
  }
  figures.set('heap of the window’s pages', megabytes(await pageHeap(frame)));
  await window.closeEditors();
  await openInto(figures, window, 'cached, opened again');

  let unfolded = 0;
  const unfolding = await window.measured(async () => {
    unfolded = await unfoldTimed(page, STYLE);
    await stage.picture(`bench-ui-${String(window.pairs)}`);
  });
  figures.set('tree unfolded', duration(unfolded));
  figures.set('extension host while unfolding: delay p99 / max', delaysOf(unfolding));
  const all = await window.measured();
  figures.set('extension host: heap, before / with tree and gallery', pair(base.heap, all.heap));
  figures.set('extension host: resident, before / with tree and gallery', pair(base.rss, all.rss));
  return figures;
}

/** Opens the gallery and records the times in rows whose names contain `how`. */
async function openInto(figures: Map<string, string>, window: BenchWindow, how: string): Promise<Frame> {
  let frame: Frame | undefined;
  const opening = await window.measured(async () => {
    const { gallery, times } = await openTimed(window.stage, STYLE);
    const { webview, card, first, all } = times;
    figures.set(
      `gallery ${how}: VS Code’s web view / cards / first thumbnail / all in sight`,
      [webview, card, first, all].map(duration).join(' / '),
    );
    frame = await gallery.page();
  });
  figures.set(`extension host meanwhile, ${how}: delay p99 / max`, delaysOf(opening));
  if (frame === undefined) throw new Error('No gallery was opened.');
  return frame;
}

const delaysOf = ({ delayP99, delayMax }: { delayP99: number; delayMax: number }): string =>
  `${duration(delayP99)} / ${duration(delayMax)}`;

const pair = (before: number, after: number): string => `${megabytes(before)} / ${megabytes(after)}`;

/** The heap of the gallery's page and of the pages in its process: in a browser that includes VS Code's own window. */
const pageHeap = (frame: Frame): Promise<number> =>
  frame.evaluate<number>('performance.memory.usedJSHeapSize');

/** `columns`: one per count, all with the same rows. */
export function gallerySection(imageCounts: readonly number[], columns: readonly Figures[]): Section {
  const rows = [...(columns[0]?.keys() ?? [])];
  return {
    title: 'Tree and gallery of a large style',
    head: ['', ...imageCounts.map((images) => `${count(images)} images`)],
    rows: rows.map((row) => [row, ...columns.map((figures) => figures.get(row) ?? '–')]),
    notes: [
      'Until activate() it is VS Code that starts; after it, it asks for the tree when its window has come so far.',
      'Small JPEGs, each with a caption, all in one folder. Times since the click.',
      'The extension host is shared with the extensions that VS Code brings; what it takes before counts them.',
    ],
  };
}
