/** Whether a WebP has an alpha channel: by the flags of its container, or of its lossless picture. */
export function hasAlpha(webp: Uint8Array): boolean {
  const kind = String.fromCharCode(...webp.subarray(12, 16));
  if (kind === 'VP8X') return ((webp[20] ?? 0) & 0x10) !== 0;
  // After the signature byte come 14 bits of width, 14 of height, and the bit of alpha.
  return kind === 'VP8L' && ((webp[24] ?? 0) & 0x10) !== 0;
}
