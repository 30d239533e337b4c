/** Formats figures. A missing figure becomes a dash. */

const NONE = '–';

/** `12 ms`, `1.25 s` */
export function duration(ms: number | undefined): string {
  if (ms === undefined) return NONE;
  if (ms < 10) return `${ms.toFixed(1)} ms`;
  return ms < 1000 ? `${ms.toFixed(0)} ms` : `${(ms / 1000).toFixed(2)} s`;
}

/** Formats bytes as `12.8 MB`. */
export const megabytes = (bytes: number | undefined): string =>
  bytes === undefined ? NONE : `${(bytes / 1e6).toFixed(bytes < 1e7 ? 2 : 1)} MB`;

/** `10,000` */
export const count = (value: number): string => Math.round(value).toLocaleString('en');

export const ratio = (value: number): string => `**${value.toFixed(2)}**`;
