import type { ErrorData } from '../../core/errors.js';
import type { Translate } from './translate.js';

/** Words that the sentences of many errors share. */

/** An endpoint that nobody gave with this sync is named with what has set it. */
export function server({ endpoint, endpointFrom }: ErrorData, t: Translate): string {
  if (endpoint === undefined) return t('S3');
  return endpointFrom === undefined ? endpoint : t('{0} (from {1})', endpoint, endpointFrom);
}

/** In brackets, behind what it explains. */
export const said = (data: ErrorData): string => (data.said === undefined ? '' : ` (“${data.said}”)`);
