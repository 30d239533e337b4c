import { plainHttp } from '../../core/endpointSafety.js';
import type { LogSink } from '../../core/progress.js';
import { plainText, type Translate } from './translate.js';

/** What is said once of an endpoint whose requests travel without encryption; `undefined`: nothing is to be said. */
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

/** The same in the log of a run: on standard error of the command line. */
export function warnOfPlainHttp(endpoint: string, log: LogSink): void {
  const sentence = plainHttpSentence(endpoint, plainText);
  if (sentence !== undefined) log('warn', sentence);
}
