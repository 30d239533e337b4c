import path from 'node:path';
import { render, type Format } from './picture.js';
import { Random } from './random.js';
import { drawScene } from './scenes.js';

const CANVAS = { width: 640, height: 480 };
const SCALE = 0.5;

/** The bytes of a small picture for a file name: the extension determines the format, and the name what is drawn. */
export function samplePicture(name: string): Promise<Buffer> {
  const seed = Buffer.from(name).reduce((sum, byte) => (sum * 31 + byte) | 0, 7);
  return render(drawScene(new Random(seed), CANVAS), CANVAS, formatOf(name), SCALE);
}

function formatOf(name: string): Format {
  const extension = path.extname(name).slice(1).toLowerCase();
  return extension === 'png' || extension === 'webp' ? extension : 'jpg';
}
