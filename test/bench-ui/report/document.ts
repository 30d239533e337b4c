import { machine } from '../../bench/report/machine.js';
import { sectionReport, type Section } from './section.js';

export interface Circumstances {
  /** `2026-11-22` */
  readonly date: string;
  /** Versions of the programs that took part, by name. */
  readonly versions: ReadonlyMap<string, string>;
  /** Measurements that were not possible, each as a sentence. */
  readonly leftOut: readonly string[];
}

/** The whole report as Markdown. */
export function benchmarkDocument(sections: readonly Section[], circumstances: Circumstances): string {
  const { date, versions, leftOut } = circumstances;
  const parts = [
    '# Benchmarks of the window',
    `Written by \`npm run bench:ui -- --write\` on ${date}; ${machine()}.`,
    [...versions].map(([name, version]) => `- ${name}: ${version}`).join('\n'),
    'CPU time and ratios of one run hold on other machines as well; times on the clock depend on this one, and on what else it did. The window is a real VS Code with the packaged extension in a headless Chromium without a graphics card: it draws by processor, beside the extension.',
    ...sections.map(sectionReport),
    ...(leftOut.length > 0 ? [`## Left out\n\n${leftOut.map((line) => `- ${line}`).join('\n')}`] : []),
  ];
  return `${parts.join('\n\n')}\n`;
}
