import { keyPrefixOf, REGION, type Target, type Tool } from './tool.js';

export const S3CMD: Tool = {
  name: 's3cmd',
  variant: '',
  remembers: false,
  needsOwnUpload: false,
  command: (job, target) => {
    if (job.kind === 'scan') return undefined;
    const here = `${job.folder}/`;
    const there = `s3://${job.bucket}/${keyPrefixOf(job)}/`;
    return {
      program: 's3cmd',
      args: [
        ...['-c', '/dev/null', ...connection(target), 'sync', '-q'],
        ...(job.kind === 'plan' ? ['--dry-run'] : []),
        ...(job.deletes ? ['--delete-removed'] : []),
        ...(job.kind === 'download' ? [there, here] : [here, there]),
      ],
      env: {},
    };
  },
};

function connection({ endpoint, accessKeyId, secretAccessKey, certificate }: Target): string[] {
  const { host } = new URL(endpoint);
  return [
    `--access_key=${accessKeyId}`,
    `--secret_key=${secretAccessKey}`,
    `--host=${host}`,
    // Without a placeholder for the bucket, s3cmd puts the bucket into the path.
    `--host-bucket=${host}`,
    `--region=${REGION}`,
    ...(certificate === undefined ? ['--no-ssl'] : ['--ssl', `--ca-certs=${certificate}`]),
  ];
}
