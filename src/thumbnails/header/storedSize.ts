/** EXIF orientation: 1 as stored, 5 to 8 lie on their side. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

/** What a parser of one format finds: pixels as they are stored. */
export interface StoredSize {
  readonly width: number;
  readonly height: number;
  readonly orientation: Orientation;
  /** Bytes that a decoder takes for each pixel where it holds all of them at once: channels, times the bytes of each. */
  readonly pixelBytes: number;
}
