/** Reads the text with a SHA-256 from a bundle of captions, without the code under test. */
export function bundledText(bundle: Uint8Array | undefined, sha256: string): string | undefined {
  const lines = Buffer.from(bundle ?? [])
    .toString('utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as { readonly sha256: string; readonly text: string });
  return lines.find((line) => line.sha256 === sha256)?.text;
}
