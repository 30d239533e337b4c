import type { Connection } from '../core/connection.js';
import type { SyncDirection } from '../core/progress.js';
import type { OnlyKind } from '../operations/protocol/requests.js';
import {
  badArgument,
  checkOptions,
  COMMAND_NAMES,
  readWords,
  type CommandName,
  type Words,
} from './options.js';

/** Parses the command line (README.md, “Command line”). */

/** A command on one style's folder. */
interface FolderArguments {
  readonly folder: string;
  readonly json: boolean;
}

/** How to reach S3; the AWS chain provides what is not given. */
export interface ConnectionArguments {
  readonly region: string | undefined;
  readonly profile: string | undefined;
  /** Whether the bucket's name goes into the path of a request, or into the host's name. */
  readonly pathStyle: Connection['forcePathStyle'];
  readonly concurrency: number;
}

export interface ListArguments extends FolderArguments {
  readonly command: 'list';
  readonly followLinks: boolean;
}

export interface HistoryArguments extends FolderArguments {
  readonly command: 'history';
}

export interface UndoArguments extends FolderArguments, ConnectionArguments {
  readonly command: 'undo';
  /** The id of a run in the history; `undefined`: the last sync that was not undone. */
  readonly run: string | undefined;
  readonly files: readonly string[] | undefined;
  readonly followLinks: boolean;
  /** The endpoint that may get the keys; `undefined`: the one of the AWS chain. */
  readonly endpoint: string | undefined;
  readonly trustHistory: boolean;
  /** Allows losses in a folder that is a link to elsewhere. */
  readonly force: boolean;
}

export interface SyncArguments extends FolderArguments, ConnectionArguments {
  readonly command: 'sync';
  readonly direction: SyncDirection;
  readonly images: readonly string[] | undefined;
  readonly bucket: string;
  readonly prefix: string;
  readonly style: string | undefined;
  readonly endpoint: string | undefined;
  readonly syncDeletes: boolean;
  readonly onConflict: 'skip' | 'overwrite';
  /** `undefined`: images and captions. */
  readonly only: OnlyKind | undefined;
  readonly force: boolean;
  readonly followLinks: boolean;
  readonly dryRun: boolean;
  /** Path of a plan file. */
  readonly apply: string | undefined;
}

export type Arguments =
  | ListArguments
  | HistoryArguments
  | UndoArguments
  | SyncArguments
  | { readonly command: 'help' }
  | { readonly command: 'version' }
  | { readonly command: 'licenses' };

/** Throws `bad-argument` with one sentence that names what is wrong. */
export function parseArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = readWords(argv);
  if (values.help) return { command: 'help' };
  if (values.version) return { command: 'version' };
  if (values.licenses) return { command: 'licenses' };
  const [name = '', folder = '', ...more] = positionals;
  const command = commandNamed(name);
  if (folder === '') throw badArgument(`Name the folder: s3-training-data ${command} <folder>`);
  if (more.length > 0) throw badArgument(`“${more.join(' ')}” is one argument too many`);
  checkOptions(command, values);
  const common = { folder, json: values.json ?? false };
  switch (command) {
    case 'list':
      return { command, ...common, followLinks: followsLinks(values) };
    case 'history':
      return { command, ...common };
    case 'undo':
      return { command, ...common, ...connectionOf(values), ...undoOf(values) };
    case 'to-s3':
    case 'from-s3':
      return { command: 'sync', direction: command, ...common, ...connectionOf(values), ...syncOf(values) };
  }
}

function commandNamed(name: string): CommandName {
  const command = COMMAND_NAMES.find((known) => known === name);
  if (command !== undefined) return command;
  throw badArgument(
    name === '' ? 'Name a command: list, to-s3, from-s3, history or undo' : `There is no command “${name}”`,
  );
}

function connectionOf(values: Words['values']): ConnectionArguments {
  return {
    region: values.region,
    profile: values.profile,
    pathStyle: pathStyleOf(values),
    concurrency: concurrencyOf(values.concurrency ?? '32'),
  };
}

function pathStyleOf({
  'path-style': path = false,
  'host-style': host = false,
}: Words['values']): Connection['forcePathStyle'] {
  if (path && host) throw badArgument('--path-style and --host-style exclude each other: give one of them');
  return path || host ? path : 'auto';
}

function undoOf(
  values: Words['values'],
): Omit<UndoArguments, keyof FolderArguments | keyof ConnectionArguments | 'command'> {
  const { run, files, endpoint, 'trust-history': trustHistory = false, force = false } = values;
  return { run, files, endpoint, trustHistory, force, followLinks: followsLinks(values) };
}

type SyncOptions = Omit<
  SyncArguments,
  keyof FolderArguments | keyof ConnectionArguments | 'command' | 'direction'
>;

function syncOf(values: Words['values']): SyncOptions {
  const bucket = values.bucket?.trim() ?? '';
  if (bucket === '') throw badArgument('Name the bucket with --bucket');
  const dryRun = values['dry-run'] ?? false;
  if (dryRun && values.apply !== undefined) {
    throw badArgument('--dry-run makes a plan and --apply carries one out: give one of them');
  }
  return {
    images: values.images,
    bucket,
    prefix: values.prefix ?? 'styles/',
    style: values.style,
    endpoint: values.endpoint,
    syncDeletes: values['sync-deletes'] ?? false,
    onConflict: conflictRule(values['on-conflict'] ?? 'skip'),
    only: values.only === undefined ? undefined : kindNamed(values.only),
    force: values.force ?? false,
    followLinks: followsLinks(values),
    dryRun,
    apply: values.apply,
  };
}

const followsLinks = (values: Words['values']): boolean => values['follow-links'] ?? false;

function conflictRule(text: string): 'skip' | 'overwrite' {
  if (text === 'skip' || text === 'overwrite') return text;
  throw badArgument(`--on-conflict is skip or overwrite, not “${text}”`);
}

function kindNamed(text: string): OnlyKind {
  if (text === 'captions' || text === 'images') return text;
  throw badArgument(`--only is captions or images, not “${text}”`);
}

function concurrencyOf(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 256) return number;
  throw badArgument(`--concurrency is a whole number from 1 to 256, not “${text}”`);
}
