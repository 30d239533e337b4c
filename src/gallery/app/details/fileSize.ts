import type { TextFormat } from '../controls/textFormat.js';

const UNITS = ['B', 'KB', 'MB', 'GB'] as const;

/** `812 B`, `1.4 MB`: three digits at most, in units of 1,024 as the editor's own. `bytes`: of a file. */
export function fileSize(bytes: number, format: TextFormat): string {
  let [size, unit] = [bytes, 0];
  while (size >= 1000 && unit < UNITS.length - 1) [size, unit] = [size / 1024, unit + 1];
  const digits = unit === 0 || size >= 100 ? 0 : 1;
  return format.fill('{0} {1}', Number(size.toFixed(digits)), UNITS[unit] ?? 'GB');
}
