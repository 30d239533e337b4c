import { table } from '../../bench/report/markdown.js';

/** A table of the report, with the notes that are needed to read it. */
export interface Section {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** One sentence each. */
  readonly notes?: readonly string[];
}

/** The section as Markdown. */
export const sectionReport = ({ title, head, rows, notes = [] }: Section): string =>
  [`## ${title}`, table(head, rows), ...(notes.length > 0 ? [notes.join(' ')] : [])].join('\n\n');
