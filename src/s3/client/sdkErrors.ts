import type { S3Client } from '@aws-sdk/client-s3';
import { HttpError } from '../wire/httpError.js';

/** The fields that are read of an error of the SDK, whose classes differ by operation. */
interface SdkError {
  readonly name?: string;
  readonly message?: string;
  /** For some services, the code of the server. */
  readonly code?: string;
  /** Of `AuthorizationHeaderMalformed`. */
  readonly Region?: string;
  /** Of `TemporaryRedirect`: the host that the answer points to. */
  readonly Endpoint?: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

/** Makes a client of the SDK fail with `HttpError` wherever a server has answered. Other errors stay as they are. */
export function translateErrors(client: S3Client): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      try {
        return await next(args);
      } catch (error) {
        throw typeof error === 'object' && error !== null ? translated(error) : error;
      }
    },
    { step: 'initialize', priority: 'high', name: 'translateErrors' },
  );
}

function translated(error: SdkError): unknown {
  const httpStatus = error.$metadata?.httpStatusCode ?? error.$response?.statusCode;
  if (httpStatus === undefined) return error;
  const { name = '', message = '', code, Region: region, Endpoint: endpoint } = error;
  const headers = error.$response?.headers ?? {};
  return new HttpError({ name, message, code, httpStatus, headers, region, endpoint }, { cause: error });
}
