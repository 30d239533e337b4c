import { keyPrefixOf, REGION, type Tool } from './tool.js';

const TUNED = ['--transfers', '32', '--checkers', '32', '--fast-list'];

/** Its deletes are always on: `rclone sync` has no other mode. */
const rclone = (variant: string, options: readonly string[]): Tool => ({
  name: 'rclone',
  variant,
  remembers: false,
  // Without checksums it compares times, which it stores in its own metadata.
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

/**
 * With its defaults; with more transfers at once; and with checksums instead of times, which take a HEAD per object.
 */
export const RCLONE: readonly Tool[] = [
  rclone('', []),
  rclone('32 transfers, fast list', TUNED),
  rclone('32 transfers, fast list, checksum', [...TUNED, '--checksum']),
];
