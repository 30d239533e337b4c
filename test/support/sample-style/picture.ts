import sharp from 'sharp';
import type { Canvas, Scene } from './scenes.js';

export type Format = 'jpg' | 'png' | 'webp';

/** Renders a scene. `scale` 1 makes it as many pixels wide as the canvas has units. */
export async function render(scene: Scene, canvas: Canvas, format: Format, scale: number): Promise<Buffer> {
  const { width, height } = canvas;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${Math.round(width * scale)}" height="${Math.round(height * scale)}">${scene.drawing}</svg>`;
  const picture = sharp(Buffer.from(svg));
  switch (format) {
    case 'jpg':
      return picture.flatten({ background: '#fff' }).jpeg({ quality: 85 }).toBuffer();
    case 'png':
      return picture.png({ palette: true }).toBuffer();
    case 'webp':
      return picture.webp({ quality: 85 }).toBuffer();
  }
}

/** The most that one comment of a JPEG can hold: its length is 16 bits and counts itself. */
const COMMENT_LIMIT = 0xffff - 2;

/**
 * The same picture as a different file: a JPEG with `comment` in its comment segment, and more of them until it has
 * `bytes` bytes or more. Making ten thousand files this way takes as long as writing them.
 */
export function withComment(jpeg: Buffer, comment: string, bytes: number): Buffer {
  const segments = [commentSegment(Buffer.from(comment))];
  let missing = bytes - jpeg.length - (segments[0]?.length ?? 0);
  while (missing > 0) {
    const segment = commentSegment(Buffer.alloc(Math.min(missing, COMMENT_LIMIT), comment));
    segments.push(segment);
    missing -= segment.length;
  }
  const startOfImage = jpeg.subarray(0, 2);
  return Buffer.concat([startOfImage, ...segments, jpeg.subarray(2)]);
}

function commentSegment(content: Buffer): Buffer {
  const head = Buffer.from([0xff, 0xfe, 0, 0]);
  head.writeUInt16BE(content.length + 2, 2);
  return Buffer.concat([head, content]);
}
