/** The jobs of a tool: list the folder, print what an upload would do, upload, download. */
export type JobKind = 'upload' | 'download' | 'plan' | 'scan';

export interface Job {
  readonly kind: JobKind;
  readonly folder: string;
  readonly bucket: string;
  /** Prefix of the keys, which the folder's name follows. Ends with `/`. */
  readonly prefix: string;
  readonly deletes: boolean;
  readonly force: boolean;
}

/** A server and how to reach it. */
export interface Target {
  /** `http(s)://127.0.0.1:port` */
  readonly endpoint: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  /** A file with the certificate to trust, if the endpoint is https. */
  readonly certificate?: string;
}

/** A program to run, with its additional environment variables. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** The tools that can be selected. */
export type ToolName = 'ours' | 'rclone' | 'aws' | 's3cmd';
export const TOOL_NAMES: readonly ToolName[] = ['ours', 'rclone', 'aws', 's3cmd'];

/** A column of the tables: a tool, or `before`, another build of ours. */
export type ColumnName = ToolName | 'before';
export const COLUMN_NAMES: readonly ColumnName[] = ['ours', 'before', 'rclone', 'aws', 's3cmd'];

/** One way to call a tool. Of several variants of a tool, the fastest one counts in each phase. */
export interface Tool {
  readonly name: ColumnName;
  /** The options of this variant; `''` for the defaults. */
  readonly variant: string;
  /** Whether it has to sync once before it knows that both sides are the same. */
  readonly remembers: boolean;
  /** Whether it treats objects as changed that another program has uploaded. */
  readonly needsOwnUpload: boolean;
  /** `undefined` if the tool has no such command. */
  command(job: Job, target: Target): Command | undefined;
}

export const REGION = 'us-east-1';

/** The key prefix of a folder: `<prefix><folder's name>`. */
export const keyPrefixOf = ({ prefix, folder }: Job): string =>
  `${prefix}${folder.slice(folder.lastIndexOf('/') + 1)}`;

/** The variables that all tools of the AWS family read. */
export const awsVariables = (target: Target): Record<string, string> => ({
  AWS_ACCESS_KEY_ID: target.accessKeyId,
  AWS_SECRET_ACCESS_KEY: target.secretAccessKey,
  AWS_REGION: REGION,
  AWS_DEFAULT_REGION: REGION,
  AWS_EC2_METADATA_DISABLED: 'true',
});
