import { parseArgs } from 'node:util';
import { SyncError } from '../sync/errors.js';
import type { SyncDirection } from '../sync/progress.js';

/** The command line (README.md, “Command line”). */

export const USAGE = `Usage:
  s3-training-data list <folder> [--json]
  s3-training-data to-s3 <folder> --bucket B [--images a.jpg b.png …] [options]
  s3-training-data from-s3 <folder> --bucket B [--images a.jpg b.png …] [options]

A style is a folder of training images with their captions (cat.jpg + cat.txt). Its place in S3 is
s3://<bucket>/<prefix><style id>/, the id being the folder's name.

Options:
  --bucket B             the bucket
  --prefix P             in front of the style id (default styles/)
  --style ID             the style id, where it is not the folder's name
  --endpoint URL         another S3 server than AWS (MinIO, R2, Ceph …)
  --region R             the bucket's region
  --profile P            a profile of ~/.aws
  --path-style           address the bucket in the path (the default with --endpoint)
  --sync-deletes         delete in the target what is gone from the source: images and captions only
  --on-conflict WHAT     skip (default): leave what changed in the target; overwrite: the source wins
  --force                accept a source without a single image
  --concurrency N        transfers under way at once (default 32)
  --dry-run              show what would be done, and do nothing
  --json                 one JSON value on standard output
  --version, --help

Credentials and defaults come from the AWS environment variables and ~/.aws, as everywhere.
Exit status: 0 all done, 1 some files failed or conflict, 2 nothing was done.
`;

export interface ListArguments {
  readonly command: 'list';
  readonly folder: string;
  readonly json: boolean;
}

export interface SyncArguments {
  readonly command: 'sync';
  readonly direction: SyncDirection;
  readonly folder: string;
  readonly images: readonly string[] | undefined;
  readonly bucket: string;
  readonly prefix: string;
  readonly style: string | undefined;
  readonly endpoint: string | undefined;
  readonly region: string | undefined;
  readonly profile: string | undefined;
  readonly pathStyle: boolean;
  readonly syncDeletes: boolean;
  readonly onConflict: 'skip' | 'overwrite';
  readonly force: boolean;
  readonly concurrency: number;
  readonly dryRun: boolean;
  readonly json: boolean;
}

export type Arguments =
  ListArguments | SyncArguments | { readonly command: 'help' } | { readonly command: 'version' };

const DIRECTIONS: Readonly<Record<string, SyncDirection>> = { 'to-s3': 'to-s3', 'from-s3': 'from-s3' };

/** Throws `SyncError('bad-argument')` with one sentence that names what is wrong. */
export function parseArguments(argv: readonly string[]): Arguments {
  const { rest, images } = takeImages(argv);
  const { values, positionals } = parse(rest);
  if (values.help) return { command: 'help' };
  if (values.version) return { command: 'version' };
  const [command = '', folder, ...more] = positionals;
  const direction = DIRECTIONS[command];
  if (command !== 'list' && direction === undefined) {
    throw badArgument(
      command === '' ? 'Name a command: list, to-s3 or from-s3' : `There is no command “${command}”`,
    );
  }
  if (folder === undefined || folder === '')
    throw badArgument(`Name the folder: s3-training-data ${command} <folder>`);
  if (more.length > 0) throw badArgument(`“${more.join(' ')}” is one argument too many`);
  if (direction === undefined) return { command: 'list', folder, json: values.json };
  if (values.bucket === undefined || values.bucket === '') throw badArgument('Name the bucket with --bucket');
  return {
    command: 'sync',
    direction,
    folder,
    images,
    bucket: values.bucket,
    prefix: values.prefix,
    style: values.style,
    endpoint: values.endpoint,
    region: values.region,
    profile: values.profile,
    pathStyle: values['path-style'],
    syncDeletes: values['sync-deletes'],
    onConflict: conflictRule(values['on-conflict']),
    force: values.force,
    concurrency: wholeNumber(values.concurrency),
    dryRun: values['dry-run'],
    json: values.json,
  };
}

/** `--images` takes all words up to the next option; `node:util` has no such option. */
function takeImages(argv: readonly string[]): { rest: string[]; images: readonly string[] | undefined } {
  const rest: string[] = [];
  let images: string[] | undefined;
  let taking = false;
  for (const word of argv) {
    if (word === '--images' || word.startsWith('--images=')) {
      taking = true;
      images ??= [];
      if (word !== '--images') images.push(word.slice('--images='.length));
    } else if (taking && !word.startsWith('--')) images?.push(word);
    else {
      taking = false;
      rest.push(word);
    }
  }
  if (images?.length === 0) throw badArgument('Name at least one image after --images');
  return { rest, images };
}

function parse(args: string[]) {
  try {
    return parseArgs({
      args,
      allowPositionals: true,
      options: {
        bucket: { type: 'string' },
        prefix: { type: 'string', default: 'styles/' },
        style: { type: 'string' },
        endpoint: { type: 'string' },
        region: { type: 'string' },
        profile: { type: 'string' },
        'path-style': { type: 'boolean', default: false },
        'sync-deletes': { type: 'boolean', default: false },
        'on-conflict': { type: 'string', default: 'skip' },
        force: { type: 'boolean', default: false },
        concurrency: { type: 'string', default: '32' },
        'dry-run': { type: 'boolean', default: false },
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
        version: { type: 'boolean', default: false },
      },
    });
  } catch (error) {
    throw badArgument(error instanceof Error ? error.message.replace(/\.?\s*$/, '') : String(error));
  }
}

function conflictRule(text: string): 'skip' | 'overwrite' {
  if (text === 'skip' || text === 'overwrite') return text;
  throw badArgument(`--on-conflict is skip or overwrite, not “${text}”`);
}

function wholeNumber(text: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 1 && number <= 256) return number;
  throw badArgument(`--concurrency is a whole number from 1 to 256, not “${text}”`);
}

const badArgument = (cause: string): SyncError => new SyncError('bad-argument', { cause });
