import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { failureOf } from '../../../../src/s3/wire/requestFailure.js';
import { documentOf, httpErrorIn, textOf, type HttpError } from '../../../../src/s3/wire/httpError.js';

async function refused(
  statusCode: number,
  body: string | Readable,
  headers: Record<string, string> = {},
): Promise<HttpError> {
  const readable = typeof body === 'string' ? Readable.from([Buffer.from(body)]) : body;
  const answer = { statusCode, headers, body: readable };
  return httpErrorIn(answer, await documentOf(answer));
}

describe('Error answers', () => {
  it('carry the code, the message and the region of their document', async () => {
    const document =
      '<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AuthorizationHeaderMalformed</Code>' +
      '<Message>expecting &apos;eu-west-1&apos; &amp; not &lt;this&gt; &#x1F431; &nosuch; &#xFFFFFF;</Message><Region>eu-west-1</Region></Error>';
    const refusal = await refused(400, document);
    assert.equal(refusal.name, 'AuthorizationHeaderMalformed');
    assert.equal(refusal.message, "expecting 'eu-west-1' & not <this> 🐱 &nosuch; &#xFFFFFF;");
    const { error, region } = failureOf(refusal, {});
    assert.deepEqual([error.code, region], ['wrong-region', 'eu-west-1']);
  });

  it('share their reader with copies, whose ETag may have its quotes in any notation', () => {
    for (const quote of ['"', '&quot;', '&#34;', '&#x22;']) {
      const document = `<CopyObjectResult><ETag>${quote}abc${quote}</ETag></CopyObjectResult>`;
      assert.equal(textOf(document, 'ETag'), '"abc"');
    }
  });

  it('are classified by their status if there is no document', async () => {
    assert.equal(failureOf(await refused(404, ''), {}).error.code, 'object-missing');
    assert.equal(failureOf(await refused(412, ''), {}).error.code, 'changed-during-sync');
    assert.equal(failureOf(await refused(503, ''), {}).patience, 'long');
  });

  it('are classified by their status if a proxy answers with a page of its own', async () => {
    const page = '<html><body><h1>502 Bad Gateway</h1>nginx</body></html>';
    const { error, patience } = failureOf(await refused(502, page), {});
    assert.deepEqual([error.code, error.data.cause, patience], ['server-error', 'HTTP 502', 'long']);
  });

  it('name the region of a HEAD in a header', async () => {
    const { region } = failureOf(await refused(301, '', { 'x-amz-bucket-region': 'eu-west-3' }), {});
    assert.equal(region, 'eu-west-3');
  });

  it('are read up to the limit of an error document, and their connection is closed there', async () => {
    const body = Readable.from(
      (function* () {
        yield Buffer.from('<Error><Code>AccessDenied</Code></Error>');
        for (let i = 0; i < 1000; i++) yield Buffer.alloc(10_000, 'x');
      })(),
    );
    assert.equal((await refused(403, body)).name, 'AccessDenied');
    assert.deepEqual([body.readableEnded, body.destroyed], [false, true]);
  });
});
