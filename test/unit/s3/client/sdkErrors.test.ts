import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { GetObjectCommand, HeadObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { HttpResponse } from '@smithy/core/protocols';
import { translateErrors } from '../../../../src/s3/client/sdkErrors.js';
import { HttpError } from '../../../../src/s3/wire/httpError.js';

const OBJECT = { Bucket: 'training', Key: 'a.png' };

describe('An error of the SDK', () => {
  /** A client whose requests get this answer, or fail with this error. */
  function clientOf(answer: Error | { statusCode: number; headers?: Record<string, string>; text?: string }) {
    const handle = () => {
      if (answer instanceof Error) return Promise.reject(answer);
      const { statusCode, headers = {}, text = '' } = answer;
      const body = Readable.from([Buffer.from(text)]);
      return Promise.resolve({ response: new HttpResponse({ statusCode, headers, body }) });
    };
    const credentials = { accessKeyId: 'A', secretAccessKey: 's' };
    const client = new S3Client({
      region: 'us-east-1',
      credentials,
      maxAttempts: 1,
      requestHandler: { handle },
    });
    translateErrors(client);
    return client;
  }

  const errorOf = async (sending: Promise<unknown>): Promise<unknown> =>
    sending.then(
      () => assert.fail('it succeeds'),
      (error: unknown) => error,
    );

  it('has the code, the message, the status and the region of the answer', async () => {
    const text =
      '<Error><Code>AuthorizationHeaderMalformed</Code><Message>expecting eu-west-1</Message>' +
      '<Region>eu-west-1</Region></Error>';
    const headers = { 'x-amz-bucket-region': 'eu-west-1' };
    const client = clientOf({ statusCode: 400, headers, text });
    const error = await errorOf(client.send(new GetObjectCommand(OBJECT)));
    assert.ok(error instanceof HttpError);
    const { name, message, httpStatus, region } = error;
    assert.deepEqual(
      [name, message, httpStatus, region, error.headers['x-amz-bucket-region']],
      ['AuthorizationHeaderMalformed', 'expecting eu-west-1', 400, 'eu-west-1', 'eu-west-1'],
    );
  });

  it('has the status where there is no document', async () => {
    const error = await errorOf(clientOf({ statusCode: 403 }).send(new HeadObjectCommand(OBJECT)));
    assert.ok(error instanceof HttpError);
    assert.equal(error.httpStatus, 403);
  });

  it('stays as it is where no server has answered', async () => {
    const broken = Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    const error = await errorOf(clientOf(broken).send(new GetObjectCommand(OBJECT)));
    assert.equal(error, broken);
  });
});
