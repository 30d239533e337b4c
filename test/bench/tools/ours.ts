import path from 'node:path';
import { awsVariables, type Job, type Target, type Tool } from './tool.js';

/** Our command line, built into a folder. `before` is another build for comparison. */
export const ours = (distFolder: string, name: 'ours' | 'before' = 'ours'): Tool => ({
  name,
  variant: '',
  remembers: true,
  needsOwnUpload: false,
  command: (job, target) => ({
    program: process.execPath,
    args: [path.join(distFolder, 'cli.js'), ...wordsOf(job, target), '--json'],
    env: {
      ...awsVariables(target),
      ...(target.certificate !== undefined && { NODE_EXTRA_CA_CERTS: target.certificate }),
    },
  }),
});

function wordsOf({ kind, folder, bucket, prefix, deletes, force }: Job, { endpoint }: Target): string[] {
  if (kind === 'scan') return ['list', folder];
  return [
    kind === 'download' ? 'from-s3' : 'to-s3',
    folder,
    ...['--bucket', bucket, '--prefix', prefix, '--endpoint', endpoint],
    ...(kind === 'plan' ? ['--dry-run'] : []),
    ...(deletes ? ['--sync-deletes'] : []),
    ...(force ? ['--force'] : []),
  ];
}
