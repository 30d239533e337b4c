import type { ErrorCode, ErrorData } from '../../core/errors.js';
import { said, server } from './errorWords.js';
import { lockedSentence } from './lockTexts.js';
import { noCredentials, wrongCredentials } from './keysTexts.js';
import { describePlace } from './placeTexts.js';
import type { Translate } from './translate.js';

type Sentence = (data: ErrorData, t: Translate) => string;

const file = (data: ErrorData): string => data.file ?? '?';
const bucket = (data: ErrorData): string => data.bucket ?? '?';
const cause = (data: ErrorData): string => data.cause ?? '?';
/** `endpoint`: empty for AWS itself. */
const placeOf = (endpoint: string | undefined, t: Translate): string => endpoint || t('AWS S3');

/** The sentences of certificate errors. */
const CERTIFICATES: Record<NonNullable<ErrorData['certificate']> | 'unknown', Sentence> = {
  'out-of-date': (data, t) =>
    t(
      'By the clock of this machine the certificate of {0} is out of date ({1}). Set the clock, or have the certificate renewed.',
      server(data, t),
      cause(data),
    ),
  'of-another-server': (data, t) =>
    t(
      'The certificate of {0} is that of another server ({1}). Check the endpoint.',
      server(data, t),
      cause(data),
    ),
  unknown: (data, t) =>
    t(
      'The certificate of {0} is not trusted ({1}). If the server is yours, set AWS_CA_BUNDLE to the file of the certificate that vouches for it, and restart.',
      server(data, t),
      cause(data),
    ),
};

/** One or two plain sentences per code: what happened, to which file, what to do. */
const SENTENCES: Record<ErrorCode, Sentence> = {
  'bad-argument': ({ place, endpointFrom, cause: words }, t) => {
    if (place === undefined) return t('{0}.', words ?? t('An argument is wrong'));
    const sentence = describePlace(place, t);
    return endpointFrom === undefined ? sentence : t('{0} (from {1})', sentence, endpointFrom);
  },
  'bucket-not-set': (_, t) => t('No bucket is set. Name the bucket that holds your styles.'),
  'missing-bucket': (data, t) =>
    t('The bucket “{0}” does not exist. Check its name, the region and the endpoint.', bucket(data)),
  'no-credentials': (data, t) => noCredentials(data, t),
  'wrong-credentials': (data, t) => wrongCredentials(data, t),
  'expired-credentials': (data, t) =>
    t('Your credentials have expired{0}. Log in again, then sync again.', said(data)),
  'access-denied': (data, t) => {
    if (data.action === undefined)
      return t(
        'S3 denied access to “{0}”{1}. Ask for the rights s3:ListBucket, s3:GetObject, s3:PutObject and s3:DeleteObject.',
        bucket(data),
        said(data),
      );
    return data.file === undefined
      ? t('S3 denied {0} on “{1}”{2}. Ask for this right.', data.action, bucket(data), said(data))
      : t(
          'S3 denied {0} on “{1}” in the bucket “{2}”{3}. Ask for this right.',
          data.action,
          file(data),
          bucket(data),
          said(data),
        );
  },
  'account-suspended': (data, t) =>
    t('{0} has suspended this account, or these keys{1}. Ask whoever runs it.', server(data, t), said(data)),
  'quota-reached': (data, t) =>
    t(
      '{0} is full, or a limit of the account is reached{1}. Make room or raise the limit, then sync again.',
      server(data, t),
      said(data),
    ),
  'wrong-region': (data, t) =>
    t(
      'The bucket “{0}” is in another region than “{1}”. Correct the region.',
      bucket(data),
      data.region ?? '?',
    ),
  'wrong-endpoint': (data, t) =>
    data.right === undefined
      ? t('{0} does not answer as S3 does{1}. Check the endpoint.', server(data, t), said(data))
      : t(
          'The endpoint {0} has the name of the bucket in it. Leave it out: {1}',
          server(data, t),
          data.right,
        ),
  redirected: (data, t) =>
    t(
      '{0} sends requests for the bucket “{1}” on to {2}, where your keys are not sent. Check the endpoint and the region; if the bucket is new, wait some minutes.',
      server(data, t),
      bucket(data),
      data.right ?? '?',
    ),
  'unsupported-bucket': (data, t) =>
    t(
      'The bucket “{0}” asks for what this tool does not send{1}: requester pays, or a header for encryption.',
      bucket(data),
      said(data),
    ),
  'no-network': (data, t) => {
    if (data.otherScheme !== undefined)
      return t(
        '{0} cannot be reached: it breaks off, as a server of another protocol does. Try {1} as the endpoint, or check the network.',
        server(data, t),
        data.otherScheme,
      );
    if (data.proxy === undefined)
      return t('{0} cannot be reached. Check the network and the endpoint.', server(data, t));
    const { address, namedBy } = data.proxy;
    return t(
      '{0} cannot be reached through the proxy {1}, which {2} names ({3}). Check both, or name the server in NO_PROXY.',
      server(data, t),
      address,
      namedBy,
      cause(data),
    );
  },
  'untrusted-certificate': (data, t) => CERTIFICATES[data.certificate ?? 'unknown'](data, t),
  'clock-skew': (_, t) =>
    t('The clock of this machine is wrong by minutes, so S3 refuses its requests. Set the clock.'),
  'disk-full': (data, t) =>
    t('The disk is full: “{0}” could not be written. Make room, then sync again.', file(data)),
  'too-few-descriptors': (_, t) =>
    t(
      'This process may open too few files at once (ulimit -n). Raise that limit, or lower the concurrency (--concurrency 1).',
    ),
  'missing-folder': (data, t) => t('The folder “{0}” does not exist. Is its disk mounted?', file(data)),
  'empty-source': (data, t) =>
    t(
      'There is not one training image in {0}, so nothing was synced and nothing deleted. Check the path.',
      file(data),
    ),
  'incomplete-listing': (data, t) =>
    t(
      'The list of files in {0} could not be read completely, so nothing was changed. Try again.',
      file(data),
    ),
  locked: (data, t) => lockedSentence(data, t),
  'manifest-unreadable': (data, t) =>
    t(
      'What the last sync left is recorded in “{0}”, which cannot be read ({1}). Move it away to compare both sides anew.',
      file(data),
      cause(data),
    ),
  'mass-change': (data, t) =>
    t(
      '{0} Nothing was changed. Look at the plan first (--dry-run), then sync with --force.',
      data.cause ?? t('Much of the style would be replaced or deleted.'),
    ),
  'linked-folder': (data, t) =>
    t(
      '“{0}” is a link to {1}. Nothing was changed. If that is what you want: --force.',
      file(data),
      cause(data),
    ),
  'unproven-run': (data, t) =>
    t(
      'The sync {0} of {1} is not known to be yours, made on this machine for this folder. Nothing was sent. An undo of it works on the bucket “{2}” of {3} and {4}. If that is what you want: --run {0} --trust-history.',
      data.run ?? '?',
      file(data),
      bucket(data),
      placeOf(data.endpoint, t),
      data.cause || t('changes nothing'),
    ),
  'other-endpoint': (data, t) =>
    t(
      'That sync was with {0}, and the connection leads to {1}, whose keys go nowhere else. Nothing was sent. Name the endpoint of the sync (--endpoint), and give its keys.',
      placeOf(data.endpoint, t),
      placeOf(data.cause, t),
    ),
  'nothing-to-undo': (data, t) =>
    data.run === undefined
      ? t('There is no sync of {0} that could be undone.', file(data))
      : t('There is no sync “{0}” in the history of {1}.', data.run, file(data)),
  cancelled: (_, t) => t('Cancelled.'),
  'missing-file': (data, t) => t('“{0}” is not there.', file(data)),
  'unreadable-file': (data, t) => t('“{0}” cannot be read ({1}).', file(data), cause(data)),
  'unwritable-file': (data, t) => t('“{0}” cannot be written ({1}).', file(data), cause(data)),
  'changed-during-sync': (data, t) => t('“{0}” changed while it was being synced. Sync again.', file(data)),
  'target-changed': (data, t) =>
    t(
      '“{0}” was changed by somebody else while it was being synced, so it was left alone. Sync again to compare both.',
      file(data),
    ),
  'changed-meanwhile': (data, t) =>
    t('“{0}” was changed in the meantime, so it was left as it is.', file(data)),
  'name-taken': (data, t) => t('“{0}” exists already, and nothing is overwritten.', file(data)),
  'listing-was-wrong': (data, t) =>
    t(
      '“{0}” was not deleted: the other side has it after all, so its listing was wrong. Sync again.',
      file(data),
    ),
  'absence-not-confirmed': (data, t) =>
    t(
      '“{0}” was not deleted: whether the other side still has it could not be found out ({1}). Sync again.',
      file(data),
      cause(data),
    ),
  'wrong-bytes': (data, t) =>
    t('The bytes of “{0}” did not arrive as they were sent. The old file was kept; sync again.', file(data)),
  'unsafe-name': (data, t) =>
    t('“{0}” was left alone: {1}.', file(data), data.said ?? data.cause ?? t('its name is not safe')),
  'object-missing': (data, t) =>
    t('“{0}” was deleted from S3 while it was being synced. Sync again.', file(data)),
  'upload-missing': (data, t) =>
    t(
      'The multipart upload of “{0}” was ended by somebody else, or by a rule of the bucket. Sync again.',
      file(data),
    ),
  archived: (data, t) =>
    t('“{0}” is archived in S3{1}. Restore it there first, then sync again.', file(data), said(data)),
  'object-locked': (data, t) =>
    t('“{0}” is locked in S3{1}, so it was left as it is there.', file(data), said(data)),
  'object-encrypted': (data, t) =>
    t('“{0}” is encrypted in S3 with a key that only its owner has{1}.', file(data), said(data)),
  'key-service': (data, t) =>
    t(
      'The key that encrypts “{0}” in S3 cannot be used{1}. Ask for the right to use it, or have it enabled.',
      data.file ?? bucket(data),
      said(data),
    ),
  'too-large': (data, t) =>
    t('“{0}” is larger than {1}, or a proxy before it, takes{2}.', file(data), server(data, t), said(data)),
  throttled: (data, t) =>
    t('S3 asks for fewer requests, so “{0}” was given up. Sync again later.', file(data)),
  'server-error': (data, t) => t('S3 failed on “{0}” ({1}). Sync again later.', file(data), cause(data)),
  'pair-incomplete': (data, t) =>
    t(
      '“{0}” was held back because “{1}”, the other file of its pair, failed.',
      file(data),
      data.partner ?? '?',
    ),
  'not-recoverable': (data, t) =>
    t('The former bytes of “{0}” no longer exist ({1}).', file(data), cause(data)),
  'unsaved-changes': (data, t) =>
    t('“{0}” has unsaved changes in the editor. Save or revert them, then sync again.', file(data)),
  'incomplete-program': (data, t) =>
    t('“{0}” is missing: it belongs beside the program. Copy both files.', file(data)),
  internal: (data, t) => t('Something unexpected went wrong: {0}. Please report it.', cause(data)),
};

/** Describes an error to the user in one or two plain sentences. */
export function describeError(code: ErrorCode, data: ErrorData, t: Translate): string {
  return SENTENCES[code](data, t);
}
