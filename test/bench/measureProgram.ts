import { statSync } from 'node:fs';
import path from 'node:path';
import { measureCommand } from './measure/command.js';
import { median, spread } from './report/statistics.js';

/** The start of a program: what it takes to print its version. */
interface Start {
  readonly name: string;
  /** Bytes of all files that it needs. */
  readonly bytes: number;
  /** Seconds, of each run. */
  readonly wall: readonly number[];
  /** MiB, of each run. */
  readonly memory: readonly number[];
}

/** A table of what the one-file program costs beside Node and `dist`. Starts take turns; the first of each is left out. */
export async function measureProgram(
  program: string,
  { dist, home, runs }: { readonly dist: string; readonly home: string; readonly runs: number },
): Promise<string> {
  const cli = path.join(dist, 'cli.js');
  const sdk = path.join(dist, 'sdk.js');
  const ways = [
    { name: 'one file', command: [program], files: [program] },
    { name: 'Node and `dist`', command: [process.execPath, cli], files: [process.execPath, cli, sdk] },
  ];
  const measured = ways.map(({ command: [first = '', ...rest], files, ...way }) => ({
    ...way,
    command: { program: first, args: [...rest, '--version'], env: {} },
    bytes: files.reduce((sum, file) => sum + statSync(file).size, 0),
    wall: [] as number[],
    memory: [] as number[],
  }));
  for (let run = 0; run <= runs; run++) {
    for (const { command, wall, memory } of measured) {
      const { wallSeconds, peakMegabytes } = await measureCommand(command, home);
      if (run === 0) continue;
      wall.push(wallSeconds);
      if (peakMegabytes !== undefined) memory.push(peakMegabytes);
    }
  }
  return programReport(measured);
}

/** The table, in Markdown. */
export function programReport(starts: readonly Start[]): string {
  const row = ({ name, bytes, wall, memory }: Start): string => {
    const peak = memory.length === 0 ? '–' : median(memory).toFixed(0);
    const lies = `±${(spread(wall) * 50).toFixed(0)} %`;
    return `| ${name} | ${(bytes / 1e6).toFixed(1)} | ${median(wall).toFixed(2)} (${lies}) | ${peak} |`;
  };
  return ['| | size, MB | `--version`, s | peak MiB |', '| --- | --- | --- | --- |', ...starts.map(row)].join(
    '\n',
  );
}
