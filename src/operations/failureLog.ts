import type { FailureSink } from '../core/outcome.js';
import type { LogSink } from '../core/progress.js';
import { describeError } from './texts/errorTexts.js';
import { plainText } from './texts/translate.js';

/** Logs the sentence of an error, and beside it, for bug reports, its code and the words of the system or server. */
export function failureLog(log: LogSink): FailureSink {
  return ({ code, data, message }) => {
    log('error', describeError(code, data, plainText));
    log('debug', message);
  };
}
