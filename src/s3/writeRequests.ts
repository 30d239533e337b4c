import { DeleteObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { SyncError } from '../sync/errors.js';
import type { UploadInfo } from '../sync/ports.js';
import type { Condition } from './conditionalWrites.js';
import { base64Of, checkStored } from './objectHead.js';
import type { S3Requests } from './s3Requests.js';

/** The requests that change an object, each for one key, with a condition or without. */

/**
 * `versionId` is what the answer names: `undefined` in a bucket that keeps none. `answerWasLost` is called before
 * another try: the one before it may have stored the object all the same.
 */
export async function putObject(
  requests: S3Requests,
  key: string,
  content: Uint8Array,
  info: UploadInfo,
  condition: Condition,
  answerWasLost: () => void,
  signal: AbortSignal,
): Promise<{ etag: string; versionId: string | undefined }> {
  let demanded = condition;
  let tries = 0;
  const { ETag, VersionId } = await requests.run(
    { action: 's3:PutObject', key },
    async (client, options) => {
      if (++tries > 1) answerWasLost();
      const command = new PutObjectCommand({
        Bucket: requests.bucket,
        Key: key,
        Body: content,
        ContentLength: content.byteLength,
        ContentType: info.contentType,
        ContentMD5: base64Of(info.md5),
        Metadata: { sha256: info.sha256 },
        ...demanded,
      });
      const answer = await client.send(command, options);
      // Where damaged bytes were stored, they are what the next try is to overwrite.
      demanded = {};
      checkStored(answer, info.md5, key);
      return answer;
    },
    signal,
  );
  if (ETag === undefined) throw new SyncError('server-error', { file: key, cause: 'the answer has no ETag' });
  return { etag: ETag, versionId: VersionId };
}

/** Without a condition, succeeds where there is nothing to delete. */
export async function deleteObject(
  requests: S3Requests,
  key: string,
  condition: Condition,
  signal: AbortSignal,
): Promise<void> {
  const command = new DeleteObjectCommand({ Bucket: requests.bucket, Key: key, ...condition });
  try {
    await requests.run(
      { action: 's3:DeleteObject', key },
      (client, options) => client.send(command, options),
      signal,
    );
  } catch (error) {
    // S3 says 204 for what is not there; some servers say 404. With a condition 404 may mean that it failed.
    const isGone = error instanceof SyncError && error.code === 'object-missing';
    if (!isGone || condition.IfMatch !== undefined) throw error;
  }
}
