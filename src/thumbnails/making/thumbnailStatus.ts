/**
 * `ready`: a WebP of at most 256 × 256 pixels. `damaged`: the file is truncated or not an image (there may still be a
 * picture, made from the readable part). `unsupported`: a whole file of a kind that nothing here decodes (HEIC, a TIFF in
 * ZSTD). `in-browser`: one that browsers may decode (JPEG XL). `too-large`: more pixels or bytes than the limits of `decodingMemory.ts`.
 */
export type ThumbnailStatus = 'ready' | 'damaged' | 'unsupported' | 'too-large' | 'in-browser';
