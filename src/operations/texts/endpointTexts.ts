import { plainHttp } from '../../core/endpointSafety.js';
import type { LogSink } from '../../core/progress.js';
import { plainText, type Translate } from './translate.js';

/** The warning about an endpoint without encryption; `undefined`: no warning is due. */
export function plainHttpSentence(endpoint: string, t: Translate): string | undefined {
  switch (plainHttp(endpoint)) {
    case 'internet':
      return t(
        '{0} is reached without encryption: on the way, anybody can read images and captions, and what your keys sign. Use https.',
        endpoint,
      );
    case 'private-network':
      return t('{0} is reached without encryption (http).', endpoint);
    case undefined:
      return undefined;
  }
}

/** Logs the same warning in a run. The command line prints it on standard error. */
export function warnOfPlainHttp(endpoint: string, log: LogSink): void {
  const sentence = plainHttpSentence(endpoint, plainText);
  if (sentence !== undefined) log('warn', sentence);
}
