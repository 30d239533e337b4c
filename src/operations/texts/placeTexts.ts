import type { PlaceProblem, WrongPlace } from '../../core/place.js';
import type { Translate } from './translate.js';

/** Describes what is wrong with a part of a place in S3, in one or two sentences, for a question or for a setting. */
export function describePlace(place: WrongPlace, t: Translate): string {
  return SENTENCES[place.problem](place, t);
}

type Sentence = (place: WrongPlace, t: Translate) => string;

const SENTENCES: Record<PlaceProblem, Sentence> = {
  'no-bucket': (_, t) => t('Enter the name of a bucket.'),
  'bucket-is-address': ({ given, right }, t) =>
    right === undefined
      ? t('“{0}” is not a bucket name. Enter the name alone.', given)
      : t('“{0}” is not a bucket name. Enter the name alone: {1}', given, right),
  'bucket-has-prefix': ({ given, right = '', prefix = '' }, t) =>
    t('“{0}” is not a bucket name. Enter the bucket “{1}” and the prefix “{2}”.', given, right, prefix),
  'bucket-is-arn': ({ given, right = '' }, t) =>
    t('“{0}” is the ARN of a bucket. Enter its name alone: {1}', given, right),
  'arn-beside-endpoint': ({ given }, t) =>
    t('“{0}” is an access point of AWS, not a bucket of another server. Leave the endpoint empty.', given),
  'bucket-characters': ({ given }, t) =>
    t('“{0}” is not a bucket name: it has a space, or a character that no name has.', given),
  'prefix-is-address': ({ given }, t) =>
    t('“{0}” is not a prefix. Enter the part of the keys before the ids of the styles.', given),
  'prefix-characters': ({ given }, t) =>
    t('The prefix “{0}” has a backslash or a character that cannot be seen.', given),
  'prefix-segments': ({ given }, t) => t('The prefix “{0}” has “.” or “..” between its slashes.', given),
  'endpoint-is-no-url': ({ given }, t) =>
    t('The endpoint “{0}” is not a URL such as https://host:port', given),
  'endpoint-without-scheme': ({ given, right = '' }, t) =>
    t('The endpoint “{0}” does not say whether it is https:// or http://, as in {1}', given, right),
  'endpoint-is-bucket': ({ given }, t) =>
    t('“{0}” is a bucket, not an endpoint. Enter the URL of the server, or nothing for AWS.', given),
  'endpoint-with-user': ({ right = '' }, t) =>
    t('The endpoint has a user or a password in it, which is never sent. Enter {0}', right),
  'endpoint-with-query': ({ right = '' }, t) =>
    t('The endpoint has a “?” or “#” in it: it is the address of a page or a link. Enter {0}', right),
  'endpoint-is-console': ({ given, right = '' }, t) =>
    right === ''
      ? t('{0} is a web page, not an endpoint. For AWS leave the endpoint empty.', given)
      : t('{0} is a web page, not an endpoint. The endpoint looks like {1}', given, right),
  'endpoint-is-public': ({ given, right = '' }, t) =>
    right === ''
      ? t('{0} serves public files and accepts no uploads. For AWS leave the endpoint empty.', given)
      : t('{0} serves public files and accepts no uploads. The endpoint looks like {1}', given, right),
  'region-characters': ({ given }, t) =>
    t('“{0}” is not a region name: it has only letters, digits and hyphens, as in eu-central-1.', given),
};
