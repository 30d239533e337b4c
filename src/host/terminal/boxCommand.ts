import { SyncError } from '../../core/errors.js';
import type { SettingValues } from '../settings/ids.js';
import { COMMAND_LINE_NAME } from '../../local/program/commandLineShim.js';

/** Where a style is in S3, as the settings say. */
export type BoxPlace = Pick<SettingValues, 'bucket' | 'prefix' | 'endpoint' | 'region' | 'forcePathStyle'> & {
  readonly styleId: string;
};

/**
 * The command line that brings a style from S3 into a folder of its name, quoted for a POSIX shell. It holds no keys,
 * and no profile: the machine that it is for has its own. Throws `bad-argument` for control characters, which can end a
 * paste in a terminal and begin a command.
 */
export function boxCommand({ styleId, bucket, prefix, endpoint, region, forcePathStyle }: BoxPlace): string {
  const options: readonly (readonly [string, string])[] = [
    ['--bucket', bucket],
    ['--prefix', prefix],
    ['--style', styleId],
    ...(endpoint === '' ? [] : [['--endpoint', endpoint] as const]),
    ...(region === '' ? [] : [['--region', region] as const]),
  ];
  const words = [
    COMMAND_LINE_NAME,
    'from-s3',
    quotedForShell(`./${styleId}`),
    ...options.flatMap(([name, value]) =>
      // The next word of an option must not begin with a dash.
      value.startsWith('-') ? [quotedForShell(`${name}=${value}`)] : [name, quotedForShell(value)],
    ),
    ...STYLE_OPTION[forcePathStyle],
  ];
  return words.join(' ');
}

const STYLE_OPTION: Readonly<Record<SettingValues['forcePathStyle'], readonly string[]>> = {
  auto: [],
  on: ['--path-style'],
  off: ['--host-style'],
};

function quotedForShell(word: string): string {
  if (/\p{Cc}/u.test(word)) {
    throw new SyncError('bad-argument', { cause: `${JSON.stringify(word)} holds control characters` });
  }
  return /^[\w./:@%+=,-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
