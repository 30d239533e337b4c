import type { Translate } from '../../operations/texts/translate.js';
import type { ConfirmedPlace } from '../settings/confirmedPlaces.js';

/** The question before the first request to a place that the settings of a workspace name. */
export interface PlaceQuestion {
  readonly title: string;
  readonly detail: string;
  /** The label of the button: a verb and its object. */
  readonly button: string;
}

/** Names bucket, server and sign-in. */
export function placeQuestion({ bucket, endpoint, profile }: ConfirmedPlace, t: Translate): PlaceQuestion {
  return {
    title: t('Use the bucket {0} of this workspace’s settings?', bucket),
    detail: [
      endpoint === '' ? t('Server: AWS, or what the AWS configuration says') : t('Server: {0}', endpoint),
      t('Bucket: {0}', bucket),
      profile === ''
        ? t('Sign-in: the AWS configuration of this machine, or keys given for this bucket')
        : t('Sign-in: the AWS profile {0}', profile),
      '',
      t(
        'Anybody may have written the settings of a workspace. Images, captions and signed requests go to this server. Asked once on this machine.',
      ),
    ].join('\n'),
    button: t('Use Bucket'),
  };
}
