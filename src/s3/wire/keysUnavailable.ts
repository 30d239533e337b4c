import { loadSharedConfigFiles } from '@smithy/core/config';
import type { ErrorData } from '../../core/errors.js';
import { verdictOnCode, type Verdict } from './refusalTable.js';
import { serverWords } from './serverWords.js';

/**
 * The fields that are read of an error of a source of keys: the SDK's providers, a program, a file, an AWS service.
 */
interface ProviderError {
  readonly name?: string;
  readonly message?: string;
  readonly code?: string;
  readonly syscall?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** No keys are available. The server that they are for has nothing to do with it. */
export class KeysUnavailable extends Error {
  readonly verdict: Verdict;
  readonly data: Pick<ErrorData, 'cause' | 'said' | 'keys' | 'profile'>;

  /** `profile`: the profile that the user chose, here or in the environment. */
  private constructor(thrown: ProviderError, about: Pick<ErrorData, 'keys' | 'profile'>) {
    const { message = '' } = thrown;
    super(message, { cause: thrown });
    const words = serverWords(wordsIn(message));
    this.verdict = verdictOn(thrown);
    // A command line may contain secrets: it must not even reach the log.
    const cause = words ?? (PROGRAM.test(message) ? 'the program failed' : message);
    const keys = problemIn(thrown);
    this.data = {
      cause,
      ...(words !== undefined && { said: words }),
      ...(keys !== undefined && { keys }),
      ...about,
    };
  }

  static async because(thrown: unknown, profile: string): Promise<KeysUnavailable> {
    const error: ProviderError = typeof thrown === 'object' && thrown !== null ? thrown : {};
    return new KeysUnavailable(error, await missingProfile(error.message ?? '', profile));
  }
}

/** Node's message for a program that failed: the command line, then the output of the program. */
const PROGRAM = /^Command failed: .*\n?/;

/** Removes sentences that say no more than that there are no keys. */
const wordsIn = (message: string): string =>
  message.replace(PROGRAM, '').replace(/^Could not (load|resolve) credentials\b.*$/s, '');

function verdictOn({ name = '', message = '', code = '', $metadata }: ProviderError): Verdict {
  const known = verdictOnCode(name) ?? verdictOnCode(code);
  if (known?.[0] === 'expired-credentials' || /\bexpired\b/i.test(message))
    return ['expired-credentials', 'none'];
  const status = $metadata?.httpStatusCode ?? 0;
  const mayPass = status >= 500 || known?.[0] === 'throttled' || isNetwork(known);
  return ['no-credentials', mayPass ? 'brief' : 'none'];
}

const isNetwork = (verdict: Verdict | undefined): boolean =>
  verdict?.[0] === 'no-network' || verdict?.[0] === 'server-error';

function problemIn({
  name = '',
  message = '',
  code = '',
  syscall,
  $metadata,
}: ProviderError): ErrorData['keys'] {
  if (PROGRAM.test(message)) return 'program';
  if (syscall === 'open' || syscall === 'read') return 'unreadable-file';
  if ($metadata?.httpStatusCode !== undefined) return 'role';
  return isNetwork(verdictOnCode(name) ?? verdictOnCode(code)) ? 'unreachable' : undefined;
}

/** The profile that does not exist: the chosen one, or one that it refers to. */
async function missingProfile(message: string, chosen: string): Promise<Pick<ErrorData, 'keys' | 'profile'>> {
  const ofEnvironment = process.env['AWS_PROFILE'] ?? '';
  const profile = chosen === '' ? ofEnvironment : chosen;
  const { configFile, credentialsFile } = await loadSharedConfigFiles({ ignoreCache: true });
  const isThere = (name: string): boolean => name in configFile || name in credentialsFile;
  const referred = /^Could not resolve credentials using profile: \[(.+)\]/.exec(message)?.[1] ?? profile;
  const missing = [profile, referred].find((name) => name !== '' && !isThere(name));
  if (missing === undefined) return profile === '' ? {} : { profile };
  const isLeftOver = chosen === '' && missing === ofEnvironment;
  return { profile: missing, keys: isLeftOver ? 'left-over-profile' : 'no-such-profile' };
}
