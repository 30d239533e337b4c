import { FORMATS, promisedFormat } from './header/formats.js';
import type { ImageHeader } from './header/imageHeader.js';

interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** What is known of a picture from its header alone. */
export interface PictureFacts extends PixelSize {
  /** The format for people, by the file's content: `HEIC`. */
  readonly format: string;
  /** The format that the name promises, where the content is of another: `JPEG`. */
  readonly promised?: string;
  /** The pixels that a browser shows; absent if it cannot show the format, or not every browser can. */
  readonly inBrowser?: PixelSize;
  /** Whether browsers show the format, but not this kind of it. Absent: no. */
  readonly isOddKind?: true;
  /** Whether a browser shows it unturned, although the file has an orientation. Absent: no. */
  readonly isUnturned?: true;
}

/** `file`: its path or name. Sizes are pixels; `width` and `height` have the orientation applied. */
export function pictureFacts(file: string, header: ImageHeader): PictureFacts {
  const { width, height, format, orientation, oddity } = header;
  const { name, shown, turned } = FORMATS[format];
  const promised = promisedFormat(file);
  const isOddKind = shown === 'always' && oddity === 'undecodable';
  const isUnturned = shown !== 'never' && !turned && orientation !== 1;
  const liesOnItsSide = isUnturned && orientation >= 5;
  return {
    ...{ width, height, format: name },
    ...(promised !== undefined && promised !== format && { promised: FORMATS[promised].name }),
    ...(shown === 'always' &&
      !isOddKind && { inBrowser: liesOnItsSide ? { width: height, height: width } : { width, height } }),
    ...(isOddKind && { isOddKind }),
    ...(isUnturned && { isUnturned }),
  };
}
