/** The version of an image on the page: it changes with the file, and tells its size and modified time. */

export interface FileVersion {
  /** Bytes. */
  readonly size: number;
  /** Milliseconds since the epoch. */
  readonly modifiedTime: number;
}

export function writeVersion({ size, modifiedTime }: FileVersion): string {
  return `${size}-${modifiedTime}`;
}

export function readVersion(version: string): FileVersion {
  const dash = version.indexOf('-', 1);
  return { size: Number(version.slice(0, dash)), modifiedTime: Number(version.slice(dash + 1)) };
}
