import { element, xmlDocument } from './xml.js';
import type { Reply } from './reply.js';

/** An error answer with a code of S3. */
export class S3Error extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    /** Further elements of the document: `{ Region: 'eu-west-1' }`. */
    readonly details: Readonly<Record<string, string>> = {},
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  toReply(requestId: string, message = this.message): Reply {
    const details = Object.entries(this.details).map(([name, value]) => element(name, value));
    return {
      status: this.status,
      headers: { 'content-type': 'application/xml', ...this.headers },
      body: xmlDocument(
        'Error',
        element('Code', this.code),
        element('Message', message),
        ...details,
        element('RequestId', requestId),
      ),
    };
  }
}

export const noSuchBucket = (bucket: string): S3Error =>
  new S3Error(404, 'NoSuchBucket', 'The specified bucket does not exist', { BucketName: bucket });

export const noSuchKey = (key: string): S3Error =>
  new S3Error(404, 'NoSuchKey', 'The specified key does not exist.', { Key: key });

export const noSuchUpload = (uploadId: string): S3Error =>
  new S3Error(404, 'NoSuchUpload', 'The specified multipart upload does not exist.', { UploadId: uploadId });

export const preconditionFailed = (condition: string): S3Error =>
  new S3Error(412, 'PreconditionFailed', 'At least one of the pre-conditions you specified did not hold', {
    Condition: condition,
  });

export const invalidArgument = (message: string): S3Error => new S3Error(400, 'InvalidArgument', message);

export const accessDenied = (): S3Error => new S3Error(403, 'AccessDenied', 'Access Denied');
