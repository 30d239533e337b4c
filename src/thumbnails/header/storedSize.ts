/** EXIF orientation: 1 is as stored; 5 to 8 swap width and height. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** A part of a picture. Pixels, from its left and top. */
export interface PixelArea {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * What a decoder must know of a file besides its size, because libvips would refuse it, or show something else than
 * browsers and Pillow do.
 */
export type Oddity =
  /** A kind that nothing here decodes. */
  | 'undecodable'
  /** Only the native build of libvips decodes it; the one in WebAssembly gives black. */
  | 'native-only'
  /** Four inks, which browsers and Pillow turn into colours without a profile of a press. */
  | 'cmyk'
  /** Brightness and two colour differences, which libvips takes for red, green and blue. */
  | 'ycbcr'
  /** A HEIF file whose boxes say what libheif cannot do or does otherwise: a sequence, a crop, a turned grid. */
  | 'boxes';

/** The result of the parser of one format: pixels as they are stored. */
export interface StoredSize {
  readonly width: number;
  readonly height: number;
  readonly orientation: Orientation;
  /** Bytes per pixel of a decoder that holds all pixels at once: channels times bytes per channel. */
  readonly pixelBytes: number;
  /** Absent for a file that needs no special care. */
  readonly oddity?: Oddity;
  /** The first frame of a GIF; absent if it covers the screen, or if the header says nothing of it. */
  readonly frame?: PixelArea;
}
