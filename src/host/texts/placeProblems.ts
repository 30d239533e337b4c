import { describePlace } from '../../operations/texts/placeTexts.js';
import type { Translate } from '../../operations/texts/translate.js';
import {
  bucketProblem,
  endpointProblem,
  prefixProblem,
  regionProblem,
  type WrongPlace,
} from '../../core/place.js';

/** The problem of each answer about a place in S3, in a sentence; `undefined`: the answer is valid. */

const inWords = (wrong: WrongPlace | undefined, t: Translate): string | undefined =>
  wrong && describePlace(wrong, t);

export const bucketNameProblem = (name: string, t: Translate): string | undefined =>
  inWords(bucketProblem(name), t);

export const prefixTextProblem = (text: string, t: Translate): string | undefined =>
  inWords(prefixProblem(text), t);

export const endpointTextProblem = (text: string, t: Translate): string | undefined =>
  inWords(endpointProblem(text), t);

export const regionTextProblem = (text: string, t: Translate): string | undefined =>
  inWords(regionProblem(text), t);
