/**
 * `ready`: a WebP of at most 256 × 256 pixels. `damaged`: the file is truncated or not an image (there may still be a
 * picture, made from the readable part). `unsupported`: a whole file of a kind that is not decoded here (HEIC, JPEG XL,
 * a TIFF in ZSTD). `too-large`: more pixels or bytes than the limits of `decodingMemory.ts`.
 */
export type ThumbnailStatus = 'ready' | 'damaged' | 'unsupported' | 'too-large';
