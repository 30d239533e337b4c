import type { ErrorData } from '../../core/errors.js';
import type { Translate } from './translate.js';

/** Phrases that the sentences of many errors share. */

/** The server's name. An endpoint that was not given with this sync is named with its origin. */
export function server({ endpoint, endpointFrom }: ErrorData, t: Translate): string {
  if (endpoint === undefined) return t('S3');
  return endpointFrom === undefined ? endpoint : t('{0} (from {1})', endpoint, endpointFrom);
}

/** The server's own message in brackets, after the phrase that it explains. */
export const said = (data: ErrorData): string => (data.said === undefined ? '' : ` (“${data.said}”)`);
