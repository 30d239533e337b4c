import { parseArgs } from 'node:util';
import { SyncError } from '../core/errors.js';

/** Reads the words of the command line: the options that exist, and which of them belong to which command. */

export const COMMAND_NAMES = ['list', 'to-s3', 'from-s3', 'undo', 'history'] as const;
export type CommandName = (typeof COMMAND_NAMES)[number];

const OPTIONS = {
  bucket: { type: 'string' },
  prefix: { type: 'string' },
  style: { type: 'string' },
  endpoint: { type: 'string' },
  region: { type: 'string' },
  profile: { type: 'string' },
  'path-style': { type: 'boolean' },
  'host-style': { type: 'boolean' },
  'sync-deletes': { type: 'boolean' },
  'on-conflict': { type: 'string' },
  only: { type: 'string' },
  apply: { type: 'string' },
  force: { type: 'boolean' },
  concurrency: { type: 'string' },
  'follow-links': { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  run: { type: 'string' },
  'trust-history': { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
  licenses: { type: 'boolean' },
} as const;

/** Options that take all words up to the next option; `parseArgs` of `node:util` does not support them. */
type ListName = 'images' | 'files';
const LIST_OPTIONS: readonly string[] = ['images', 'files'] satisfies ListName[];

type OptionName = keyof typeof OPTIONS | ListName;

const CONNECTION_OPTIONS = ['region', 'profile', 'path-style', 'host-style', 'concurrency'] as const;
const SYNC_OPTIONS: readonly OptionName[] = [
  ...CONNECTION_OPTIONS,
  'endpoint',
  'bucket',
  'prefix',
  'style',
  'images',
  'only',
  'sync-deletes',
  'on-conflict',
  'apply',
  'force',
  'follow-links',
  'dry-run',
];

/**
 * A command refuses options that it would ignore: `undo --dry-run` must not undo. Undo takes no bucket, because the
 * run's journal names it; `--endpoint` only says which server may get the keys.
 */
const OPTIONS_OF: Readonly<Record<CommandName, readonly OptionName[]>> = {
  list: ['follow-links'],
  'to-s3': SYNC_OPTIONS,
  'from-s3': SYNC_OPTIONS,
  undo: [...CONNECTION_OPTIONS, 'endpoint', 'run', 'files', 'trust-history', 'force', 'follow-links'],
  history: [],
};

type ParsedValues = ReturnType<typeof parse>['values'];

/** The words of a command line, split into options and positional arguments. */
export interface Words {
  readonly values: ParsedValues & { readonly [L in ListName]?: readonly string[] };
  readonly positionals: readonly string[];
}

/** Throws `bad-argument` for an unknown option. */
export function readWords(argv: readonly string[]): Words {
  const { rest, lists } = takeLists(argv);
  const { values, positionals } = parse(rest);
  return { values: { ...values, ...lists }, positionals };
}

/** Throws `bad-argument` if an option does not belong to the command. */
export function checkOptions(command: CommandName, values: Words['values']): void {
  const allowed: readonly string[] = [...OPTIONS_OF[command], 'json'];
  for (const name of Object.keys(values)) {
    if (!allowed.includes(name)) throw badArgument(`--${name} is no option of ${command}`);
  }
}

function takeLists(argv: readonly string[]): {
  readonly rest: string[];
  readonly lists: { [L in ListName]?: string[] };
} {
  const rest: string[] = [];
  const lists: { [L in ListName]?: string[] } = {};
  let taking: string[] | undefined;
  for (const word of argv) {
    const [, name = '', first] = /^--([a-z]+)(?:=(.*))?$/s.exec(word) ?? [];
    if (isListName(name)) {
      taking = lists[name] ??= [];
      if (first !== undefined) taking.push(first);
    } else if (taking !== undefined && !word.startsWith('--')) taking.push(word);
    else {
      taking = undefined;
      rest.push(word);
    }
  }
  if (lists.images?.length === 0) throw badArgument('Name at least one image after --images');
  if (lists.files?.length === 0) throw badArgument('Name at least one file after --files');
  return { rest, lists };
}

const isListName = (name: string): name is ListName => LIST_OPTIONS.includes(name);

function parse(args: string[]) {
  try {
    const parsed = parseArgs({ args, allowPositionals: true, options: OPTIONS, tokens: true });
    refuseRepeated(parsed.tokens);
    return parsed;
  } catch (error) {
    if (error instanceof SyncError) throw error;
    const ambiguous = error instanceof Error && /--([a-z-]+)[^']*' argument is ambiguous/.exec(error.message);
    if (ambiguous)
      throw badArgument(`--${ambiguous[1] ?? ''} needs a value, and the next word begins with “-”`);
    throw badArgument(error instanceof Error ? error.message.replace(/\.?\s*$/, '') : String(error));
  }
}

/**
 * Throws `bad-argument` for a repeated option. `parseArgs` silently takes the last value, which may be the wrong
 * bucket.
 */
function refuseRepeated(
  tokens: readonly { readonly kind: string; readonly name?: string; readonly value?: unknown }[],
): void {
  const given = new Set<string>();
  for (const { name, value } of tokens) {
    if (name === undefined || typeof value !== 'string') continue;
    if (given.has(name)) throw badArgument(`--${name} is given twice: write it once`);
    given.add(name);
  }
}

export const badArgument = (cause: string): SyncError => new SyncError('bad-argument', { cause });
