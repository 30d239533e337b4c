/** What a tool is asked to do: list the folder, say what an upload would do, or do it, in either direction. */
export type JobKind = 'upload' | 'download' | 'plan' | 'scan';

export interface Job {
  readonly kind: JobKind;
  readonly folder: string;
  readonly bucket: string;
  /** Of the keys; the folder's name follows. Ends with `/`. */
  readonly prefix: string;
  readonly deletes: boolean;
  readonly force: boolean;
}

/** How a server is reached. */
export interface Target {
  /** `http(s)://127.0.0.1:port` */
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** A file with the certificate to trust, where the endpoint is https. */
  readonly certificate?: string;
}

/** A program to run, with what it needs beyond a bare environment. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Those that can be chosen. */
export type ToolName = 'ours' | 'rclone' | 'aws' | 's3cmd';
export const TOOL_NAMES: readonly ToolName[] = ['ours', 'rclone', 'aws', 's3cmd'];

/** A column of the tables: a tool, or `before`, another build of ours. */
export type ColumnName = ToolName | 'before';
export const COLUMN_NAMES: readonly ColumnName[] = ['ours', 'before', 'rclone', 'aws', 's3cmd'];

/** One way to call a tool. Of several ways of the same tool the fastest one counts, phase by phase. */
export interface Tool {
  readonly name: ColumnName;
  /** Which way, in its own words; `''` as it comes. */
  readonly variant: string;
  /** Whether it needs a run of its own before it knows that two sides are the same. */
  readonly remembers: boolean;
  /** Whether it takes for changed what another program has uploaded. */
  readonly needsOwnUpload: boolean;
  /** `undefined`: it has no such command. */
  command(job: Job, target: Target): Command | undefined;
}

export const REGION = 'us-east-1';

/** Where a folder goes: `<prefix><folder's name>`. */
export const keyPrefixOf = ({ prefix, folder }: Job): string =>
  `${prefix}${folder.slice(folder.lastIndexOf('/') + 1)}`;

/** The variables that the whole AWS family reads. */
export const awsVariables = (target: Target): Record<string, string> => ({
  AWS_ACCESS_KEY_ID: target.accessKeyId,
  AWS_SECRET_ACCESS_KEY: target.secretAccessKey,
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_EC2_METADATA_DISABLED: 'true',
});
