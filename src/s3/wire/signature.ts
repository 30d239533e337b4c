import { createHash, createHmac } from 'node:crypto';

/** Signatures of AWS, version 4, in a header: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-header-based-auth.html */

export interface SigningKeys {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** A request as it goes over the wire. */
export interface UnsignedRequest {
  readonly method: string;
  /** Encoded as `encodedKey` does, without a query. */
  readonly path: string;
  /** As it is sent: encoded, by name. */
  readonly query?: string;
  /**
   * All that is to be signed, `host` and `x-amz-content-sha256` (lower-case hex of the body) among them. Names in lower
   * case; values without spaces at their ends or in a row.
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
  /** Of a day and a secret; the next request has the same ones. */
  #derived: { readonly of: string; readonly key: Buffer } | undefined;

  constructor(
    private readonly region: string,
    private readonly service: string,
  ) {}

  /** The headers of the request with those that prove who sends it, and when. */
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

/** A key in a path: what is signed and what is sent must be the same, character for character. */
export const encodedKey = (key: string): string => encodedValue(key).replaceAll('%2F', '/');

/** The value of a parameter of a query. */
export function encodedValue(value: string): string {
  return encodeURIComponent(value).replace(
    /[!'()*]/g,
    (found) => `%${found.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
