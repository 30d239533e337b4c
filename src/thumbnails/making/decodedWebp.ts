import type { ImageHeader } from '../header/imageHeader.js';
import type { PixelArea } from '../header/storedSize.js';
import type { DecoderInput } from './decoderInput.js';
import type { Sharp } from './sharpLoader.js';
import { needsConversion, shownColours } from './shownColours.js';

/** Longest side of a thumbnail in pixels. */
export const THUMBNAIL_PIXELS = 256;

/** Only an image that was crafted to be slow takes longer. */
const TIMEOUT_SECONDS = 30;
/** Two thirds of JPEG's bytes at the same quality. Higher efforts save little and cost more than the decoding. */
const WEBP_OPTIONS = { quality: 75, effort: 2 };
/** An image may have this many pixels whatever its header says: a GIF's frames can be larger than its screen. */
const MIN_PIXEL_LIMIT = 2 ** 24;
const TRANSPARENT = { r: 0, g: 0, b: 0, alpha: 0 };

type Image = ReturnType<Sharp>;

/** How a file is decoded. */
interface Decoding {
  readonly header: ImageHeader;
  /** What is an error: `warning`, whatever libvips has to say of the file. */
  readonly failOn: 'warning' | 'none';
}

/** Decodes a picture into a thumbnail. Rejects with the error of libvips. */
export async function decodedWebp(
  sharp: Sharp,
  { source, degrees }: DecoderInput,
  { header, failOn }: Decoding,
): Promise<Buffer> {
  const { width, height, oddity, frame } = header;
  const limitInputPixels = Math.max(width * height, MIN_PIXEL_LIMIT);
  const image = sharp(source, { failOn, limitInputPixels });
  const upright = degrees === undefined ? image.autoOrient() : image.rotate(degrees);
  if (needsConversion(oddity)) {
    const space = oddity === 'cmyk' ? upright.pipelineColourspace('cmyk').toColourspace('cmyk') : upright;
    const { data, info } = await fitted(space).raw().toBuffer({ resolveWithObject: true });
    const rgba = shownColours({ data, channels: info.channels }, oddity);
    if (rgba === undefined) return encodedWebp(sharp(source, { failOn, limitInputPixels }).autoOrient());
    return encodedWebp(sharp(rgba, { raw: { width: info.width, height: info.height, channels: 4 } }));
  }
  const area = frame && visiblePart(frame, header);
  return area === undefined ? encodedWebp(upright) : webpOf(onScreen(image, area, header));
}

/** Scales a picture down to a thumbnail. Rejects with the error of libvips. */
export const encodedWebp = (image: Image): Promise<Buffer> => webpOf(fitted(image));

const webpOf = (image: Image): Promise<Buffer> => image.webp(WEBP_OPTIONS).toBuffer();

const fitted = (image: Image): Image =>
  image
    .resize({ width: THUMBNAIL_PIXELS, height: THUMBNAIL_PIXELS, fit: 'inside', withoutEnlargement: true })
    .timeout({ seconds: TIMEOUT_SECONDS });

/** The part of a frame that is on the screen; `undefined` if there is none. */
function visiblePart(
  { left, top, width, height }: PixelArea,
  screen: { readonly width: number; readonly height: number },
): PixelArea | undefined {
  const shown = {
    ...{ left, top },
    width: Math.min(width, screen.width - left),
    height: Math.min(height, screen.height - top),
  };
  return shown.width > 0 && shown.height > 0 ? shown : undefined;
}

/** Of a GIF, libvips makes the screen around the first frame black: it is transparent. */
function onScreen(
  image: Image,
  area: PixelArea,
  screen: { readonly width: number; readonly height: number },
): Image {
  const scale = Math.min(1, THUMBNAIL_PIXELS / Math.max(screen.width, screen.height));
  const scaled = (pixels: number) => Math.max(1, Math.round(pixels * scale));
  const [width, height] = [scaled(screen.width), scaled(screen.height)];
  const left = Math.min(Math.round(area.left * scale), width - 1);
  const top = Math.min(Math.round(area.top * scale), height - 1);
  const inside = {
    width: Math.min(scaled(area.width), width - left),
    height: Math.min(scaled(area.height), height - top),
  };
  const [right, bottom] = [width - left - inside.width, height - top - inside.height];
  return image
    .extract(area)
    .resize({ ...inside, fit: 'fill' })
    .extend({ left, top, right, bottom, background: TRANSPARENT })
    .timeout({ seconds: TIMEOUT_SECONDS });
}
