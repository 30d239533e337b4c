import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { render, withComment } from '../../support/sample-style/picture.js';
import { Random } from '../../support/sample-style/random.js';
import { drawScene } from '../../support/sample-style/scenes.js';

/** Scenes are drawn in these units and rendered at a tenth of the size, which gives files of one to two kilobytes. */
const CANVAS = { width: 800, height: 600 };
const SCALE = 0.1;
const DRAWN = 60;

interface Drawn {
  readonly subject: string;
  readonly caption: string;
  readonly jpeg: Buffer;
}

/**
 * Fills a folder with many small pairs: `fish 000001.jpg` and its caption. No two images have the same bytes. Writes
 * synchronously: that takes seconds for 100,000 pairs, while asynchronous calls take minutes.
 */
export async function makeLargeStyle(folder: string, pairs: number): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const drawn = await drawSmall(new Random(pairs));
  for (let index = 0; index < pairs; index++) {
    const picture = drawn[index % drawn.length];
    if (picture === undefined) throw new RangeError('No picture was drawn.');
    const stem = path.join(folder, `${picture.subject} ${String(index + 1).padStart(6, '0')}`);
    writeFileSync(`${stem}.jpg`, withComment(picture.jpeg, String(index), 0));
    writeFileSync(`${stem}.txt`, `${picture.caption}, number ${index + 1}\n`);
  }
}

async function drawSmall(random: Random): Promise<Drawn[]> {
  const drawn: Drawn[] = [];
  for (let i = 0; i < DRAWN; i++) {
    const scene = drawScene(random, CANVAS);
    drawn.push({ ...scene, jpeg: await render(scene, CANVAS, 'jpg', SCALE) });
  }
  return drawn;
}
