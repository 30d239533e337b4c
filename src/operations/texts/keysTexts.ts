import type { ErrorData } from '../../core/errors.js';
import { said, server } from './errorWords.js';
import type { Translate } from './translate.js';

/** Says why there are no keys, and what to do. */
export function noCredentials(data: ErrorData, t: Translate): string {
  const { keys, profile = '' } = data;
  switch (keys) {
    case 'no-such-profile':
      return t('There is no profile “{0}” in ~/.aws. Check its name.', profile);
    case 'left-over-profile':
      return t(
        'AWS_PROFILE names the profile “{0}”, which is not in ~/.aws. Take it out of the environment, where it keeps other keys from being used, or name a profile that is there.',
        profile,
      );
    case 'program':
      return t('The program that gives the keys of the profile “{0}” failed{1}.', profile, said(data));
    case 'unreadable-file':
      return t('A file that the keys come from cannot be read{0}. Check its path.', said(data));
    case 'role':
      return t(
        'The role that gives the keys was refused{0}. Check the role, and who may take it.',
        said(data),
      );
    case 'unreachable':
      return t('The source of the keys cannot be reached{0}. Check the network.', said(data));
    default:
      return profile === ''
        ? t('No AWS credentials were found{0}. Configure a profile or keys.', said(data))
        : t(
            'The profile “{0}” gave no credentials{1}. Check it, or log in with “aws sso login”.',
            profile,
            said(data),
          );
  }
}

/** Says what may be wrong with refused keys. */
export function wrongCredentials(data: ErrorData, t: Translate): string {
  // An endpoint that was set elsewhere may not be the server that the keys are for.
  const who = data.endpointFrom === undefined ? t('S3') : server(data, t);
  switch (data.keys) {
    case 'swapped':
      return t(
        '{0} does not accept these keys: access key and secret key look as if they were swapped.',
        who,
      );
    case 'no-token':
      return t(
        '{0} does not accept these keys: those that begin with ASIA need their session token as well.',
        who,
      );
    case 'characters':
      return t('The access key or the session token has a character that no key has. Copy it again.');
    default:
      return t('{0} does not accept these keys. Check the access key and the secret key.', who);
  }
}
