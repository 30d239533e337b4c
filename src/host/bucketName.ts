import type { Translate } from '../styles/texts.js';

/** What is wrong with the name of a bucket, in one sentence; `undefined` where nothing is. */
export function bucketNameProblem(name: string, t: Translate): string | undefined {
  const bucket = name.trim();
  if (bucket === '') return t('Enter the name of a bucket.');
  if (/^s3:/i.test(bucket)) return t('Enter the name alone, without “s3://”.');
  // Not the whole of AWS's rules: other servers allow more, and access points have ARNs.
  const isArn = bucket.startsWith('arn:');
  if (/\s/.test(bucket) || (!isArn && bucket.includes('/')))
    return t('The name of a bucket has no spaces or slashes.');
  return undefined;
}
