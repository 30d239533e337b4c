import { table } from '../../bench/report/markdown.js';

/** A table of the report with what has to be known to read it. */
export interface Section {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** A sentence each. */
  readonly notes?: readonly string[];
}

/** As Markdown. */
export const sectionReport = ({ title, head, rows, notes = [] }: Section): string =>
  [`## ${title}`, table(head, rows), ...(notes.length > 0 ? [notes.join(' ')] : [])].join('\n\n');
