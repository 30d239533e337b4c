/** EXIF orientation: 1 is as stored; 5 to 8 swap width and height. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** The result of the parser of one format: pixels as they are stored. */
export interface StoredSize {
  readonly width: number;
  readonly height: number;
  readonly orientation: Orientation;
  /** Bytes per pixel of a decoder that holds all pixels at once: channels times bytes per channel. */
  readonly pixelBytes: number;
}
