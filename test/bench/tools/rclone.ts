import { keyPrefixOf, REGION, type Tool } from './tool.js';

const TUNED = ['--transfers', '32', '--checkers', '32', '--fast-list'];

/** Its deletes are always on: that is what `rclone sync` means. */
const rclone = (variant: string, options: readonly string[]): Tool => ({
  name: 'rclone',
  variant,
  remembers: false,
  // Without sums it goes by times, which it keeps in metadata of its own.
  needsOwnUpload: !options.includes('--checksum'),
  command: (job, target) => {
    if (job.kind === 'scan') return undefined;
    const there = `r:${job.bucket}/${keyPrefixOf(job)}`;
    const ends = job.kind === 'download' ? [there, job.folder] : [job.folder, there];
    return {
      program: 'rclone',
      args: ['sync', ...ends, '-q', ...options, ...(job.kind === 'plan' ? ['--dry-run'] : [])],
      env: {
        RCLONE_CONFIG: '/dev/null',
        RCLONE_CONFIG_R_TYPE: 's3',
        RCLONE_CONFIG_R_PROVIDER: 'Ceph',
        RCLONE_CONFIG_R_ENDPOINT: target.endpoint,
        RCLONE_CONFIG_R_ACCESS_KEY_ID: target.accessKeyId,
        RCLONE_CONFIG_R_SECRET_ACCESS_KEY: target.secretAccessKey,
        RCLONE_CONFIG_R_REGION: REGION,
        ...(target.certificate !== undefined && { RCLONE_CA_CERT: target.certificate }),
      },
    };
  },
});

/** As it comes; with more at once; and trusting sums instead of a time that takes a HEAD per object to learn. */
export const RCLONE: readonly Tool[] = [
  rclone('', []),
  rclone('32 transfers, fast list', TUNED),
  rclone('32 transfers, fast list, checksum', [...TUNED, '--checksum']),
];
