/**
 * The id of a run that begins now: `20261122T161842123Z-4f2a9c`. Sorts by time; can be a file's name and a segment of
 * a key. `random`: some characters that tell apart runs of two machines in the same millisecond.
 */
export function runIdOf(nowMs: number, random: string): string {
  const time = new Date(nowMs).toISOString().replace(/[-:.]/g, '');
  return `${time}-${random}`;
}
