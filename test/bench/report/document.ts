import type { SetResult } from '../result.js';
import type { ToolName } from '../tools/tool.js';
import { machine } from './machine.js';
import { setReport } from './markdown.js';

export interface Circumstances {
  /** `2026-11-22` */
  readonly date: string;
  readonly runs: number;
  /** The version that each tool prints. */
  readonly versions: ReadonlyMap<ToolName, string>;
}

/**
 * Inserts the result of a data set on a server into a document: in place of the previous result of the same kind, or at
 * the end. All other text stays: measuring everything takes hours, and the comments around the tables are written by
 * hand.
 */
export function withResult(document: string, result: SetResult, circumstances: Circumstances): string {
  return withSection(document, `${result.set.name} on ${result.server}`, sectionOf(result, circumstances));
}

/** Inserts a text under a name: in place of the one of that name, or at the end. */
export function withSection(document: string, name: string, text: string): string {
  const [begin, end] = [`<!-- ${name} -->`, `<!-- end of ${name} -->`];
  const section = [begin, text, end].join('\n\n');
  const [from, to] = [document.indexOf(begin), document.indexOf(end)];
  if (from === -1 || to < from) return `${document.trimEnd()}\n\n${section}\n`;
  return document.slice(0, from) + section + document.slice(to + end.length);
}

function sectionOf(result: SetResult, { date, runs, versions }: Circumstances): string {
  const tools = [...versions].map(([name, version]) => `${name}: ${version}`).join('; ');
  const when = `${date}, ${String(runs)} counted runs; ${machine()}; Node ${process.versions.node}; ${tools}.`;
  return [setReport(result), when].join('\n\n');
}
