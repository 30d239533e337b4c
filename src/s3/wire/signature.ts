import { createHash, createHmac } from 'node:crypto';

/**
 * AWS Signature Version 4 in a header: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html
 */

export interface SigningKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** The parts of a request that its signature covers. */
export interface UnsignedRequest {
  readonly method: string;
  /** Encoded by `encodedKey`, without the query. */
  readonly path: string;
  /** As it is sent: encoded, and sorted by name. */
  readonly query?: string;
  /**
   * All headers to sign, including `host` and `x-amz-content-sha256` (lower-case hex of the body). Names in lower
   * case; values without spaces at their ends and without runs of spaces.
   */
  readonly headers: Readonly<Record<string, string>> & {
    readonly host: string;
    readonly 'x-amz-content-sha256': string;
  };
}

/** The `x-amz-content-sha256` of a request without a body. */
export const SHA256_OF_NOTHING = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** Signs requests to one service in one region. */
export class RequestSigner {
  /** The key derived from a day and a secret; the next request usually has the same ones. */
  #derived: { readonly of: string; readonly key: Buffer } | undefined;

  constructor(
    private readonly region: string,
    private readonly service: string,
  ) {}

  /** Returns the headers of the request with those that prove the sender and the time. */
  sign(
    { method, path, query = '', headers }: UnsignedRequest,
    keys: SigningKeys,
    at: Date,
  ): Record<string, string> {
    const time = at.toISOString().replace(/[-:]|\.\d+/g, '');
    const day = time.slice(0, 8);
    const signed: Record<string, string> = { ...headers, 'x-amz-date': time };
    if (keys.sessionToken !== undefined) signed['x-amz-security-token'] = keys.sessionToken;
    const names = Object.keys(signed).sort();
    const lines = names.map((name) => `${name}:${signed[name] ?? ''}\n`).join('');
    const signedNames = names.join(';');
    const canonical = `${method}\n${path}\n${query}\n${lines}\n${signedNames}\n${headers['x-amz-content-sha256']}`;
    const scope = `${day}/${this.region}/${this.service}/aws4_request`;
    const digest = createHash('sha256').update(canonical).digest('hex');
    const signature = createHmac('sha256', this.#keyOf(keys.secretAccessKey, day))
      .update(`${ALGORITHM}\n${time}\n${scope}\n${digest}`)
      .digest('hex');
    signed['authorization'] =
      `${ALGORITHM} Credential=${keys.accessKeyId}/${scope}, SignedHeaders=${signedNames}, Signature=${signature}`;
    return signed;
  }

  #keyOf(secret: string, day: string): Buffer {
    const of = `${day} ${secret}`;
    if (this.#derived?.of !== of) {
      const scope = [day, this.region, this.service, 'aws4_request'];
      const key = scope.reduce<Buffer>((key, text) => hmac(key, text), Buffer.from(`AWS4${secret}`));
      this.#derived = { of, key };
    }
    return this.#derived.key;
  }
}

const hmac = (key: Buffer, text: string): Buffer => createHmac('sha256', key).update(text).digest();

/** A key in a path. The signed path and the sent path must be identical. */
export const encodedKey = (key: string): string => encodedValue(key).replaceAll('%2F', '/');

/** The value of a query parameter. */
export function encodedValue(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
