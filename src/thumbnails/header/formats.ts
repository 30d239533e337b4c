import type { ImageFormat } from './imageHeader.js';

/** What a browser, and so the editor's window, makes of a format. Seen in Chromium 156. */
interface FormatFacts {
  /** The format's name for people. */
  readonly name: string;
  /** The extensions that promise the format: lower case, without the dot. */
  readonly extensions: readonly string[];
  /** Whether browsers show it; `sometimes`: not every build does, so the page has to be asked. */
  readonly shown: 'always' | 'sometimes' | 'never';
  /** Whether a browser that shows it turns it by the orientation in the file. */
  readonly turned: boolean;
}

/** The one place that knows what is shown of a format, and how: tooltip, card and preview go by it. */
export const FORMATS: Readonly<Record<ImageFormat, FormatFacts>> = {
  jpeg: { name: 'JPEG', extensions: ['jpg', 'jpeg', 'jpe', 'jfif'], shown: 'always', turned: true },
  png: { name: 'PNG', extensions: ['png', 'apng'], shown: 'always', turned: true },
  gif: { name: 'GIF', extensions: ['gif'], shown: 'always', turned: true },
  // The orientation of a WebP is in its Exif block, which Chromium reads for JPEG and PNG only.
  webp: { name: 'WebP', extensions: ['webp'], shown: 'always', turned: false },
  bmp: { name: 'BMP', extensions: ['bmp', 'dib'], shown: 'always', turned: true },
  avif: { name: 'AVIF', extensions: ['avif', 'avifs'], shown: 'always', turned: true },
  heic: { name: 'HEIC', extensions: ['heic', 'heif', 'hif'], shown: 'never', turned: true },
  tiff: { name: 'TIFF', extensions: ['tif', 'tiff'], shown: 'never', turned: true },
  jxl: { name: 'JPEG XL', extensions: ['jxl'], shown: 'sometimes', turned: true },
};

/** The format that a file's name promises; `undefined` if its extension promises none of them. */
export function promisedFormat(file: string): ImageFormat | undefined {
  const extension = /\.([^./\\]+)$/.exec(file)?.[1]?.toLowerCase() ?? '';
  const found = Object.entries(FORMATS).find(([, { extensions }]) => extensions.includes(extension));
  return found?.[0] as ImageFormat | undefined;
}
