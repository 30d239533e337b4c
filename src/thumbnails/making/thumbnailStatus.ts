/**
 * `ready`: a WebP of at most 256 × 256 pixels. `damaged`: the file is cut short or not an image (a picture may
 * still be there, made of what could be read). `unsupported`: a format that cannot be shown (JPEG XL). `too-large`: more
 * pixels or bytes than are decoded (`decodingBudget.ts`).
 */
export type ThumbnailStatus = 'ready' | 'damaged' | 'unsupported' | 'too-large';
