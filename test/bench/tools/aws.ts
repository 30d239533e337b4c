import { existsSync } from 'node:fs';
import { awsVariables, keyPrefixOf, type Tool } from './tool.js';

/** Debian's `aws` is preferred: an earlier one on the PATH may be a shim that starts nothing. */
const DEBIAN_AWS = '/usr/bin/aws';
export const awsProgram = (): string => (existsSync(DEBIAN_AWS) ? DEBIAN_AWS : 'aws');

export const AWS: Tool = {
  name: 'aws',
  variant: '',
  remembers: false,
  needsOwnUpload: false,
  command: (job, target) => {
    if (job.kind === 'scan') return undefined;
    const there = `s3://${job.bucket}/${keyPrefixOf(job)}`;
    const ends = job.kind === 'download' ? [there, job.folder] : [job.folder, there];
    return {
      program: awsProgram(),
      args: [
        ...['--endpoint-url', target.endpoint, 's3', 'sync', ...ends, '--only-show-errors'],
        ...(job.kind === 'plan' ? ['--dryrun'] : []),
        ...(job.deletes ? ['--delete'] : []),
      ],
      env: {
        ...awsVariables(target),
        ...(target.certificate !== undefined && {
          AWS_CA_BUNDLE: target.certificate,
          // Otherwise newer releases send a checksum after the body over https, which Ceph refuses
          // (MissingContentLength).
          AWS_REQUEST_CHECKSUM_CALCULATION: 'when_required',
        }),
      },
    };
  },
};
