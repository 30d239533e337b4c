import sharp from 'sharp';
import type { Canvas, Scene } from './scenes.js';

export type Format = 'jpg' | 'png' | 'webp';

/** Renders a scene. With `scale` 1, one unit of the canvas is one pixel. */
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

/** The maximum length of a JPEG comment: the length field has 16 bits and includes itself. */
const COMMENT_LIMIT = 0xffff - 2;

/**
 * Makes a different file with the same picture: a JPEG with `comment` in a comment segment, padded with further
 * comments to at least `bytes` bytes. Making 10,000 files this way takes no longer than writing them.
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
