import assert from 'node:assert/strict';
import type { Origin } from '../../../../src/s3/http/httpRequest.js';
import { proxyFor } from '../../../../src/s3/client/proxies.js';
import { SyncError } from '../../../../src/core/errors.js';

const originOf = (text: string): Origin => {
  const { protocol, hostname, port } = new URL(text);
  return {
    protocol: protocol === 'http:' ? protocol : 'https:',
    hostname,
    port: port === '' ? undefined : Number(port),
  };
};
const PROXY = 'http://proxy.example:3128';

describe('The proxy of a server', () => {
  for (const [name, server, environment, expected] of [
    ['https_proxy for https', 'https://s3.example', { https_proxy: PROXY }, [PROXY, 'https_proxy']],
    ['HTTPS_PROXY for https', 'https://s3.example', { HTTPS_PROXY: PROXY }, [PROXY, 'HTTPS_PROXY']],
    [
      'http_proxy before HTTP_PROXY',
      'http://s3.example',
      { http_proxy: PROXY, HTTP_PROXY: 'x' },
      [PROXY, 'http_proxy'],
    ],
    ['not HTTP_PROXY for https', 'https://s3.example', { HTTP_PROXY: PROXY }, undefined],
    [
      'an address without a scheme',
      'http://s3.example',
      { http_proxy: 'proxy.example:3128' },
      [PROXY, 'http_proxy'],
    ],
    ['none if the variable is empty', 'http://s3.example', { http_proxy: '' }, undefined],
  ] as const) {
    it(`is ${name}`, () => {
      const proxy = proxyFor(originOf(server), undefined, environment);
      assert.deepEqual(proxy && [proxy.address, proxy.namedBy], expected);
    });
  }

  for (const [entry, server, isExcepted] of [
    ['*', 'http://s3.example', true],
    ['s3.example', 'http://s3.example', true],
    ['example', 'http://s3.example', true],
    ['.example', 'http://s3.example:9000', true],
    ['*.example', 'http://s3.example', true],
    ['3.example', 'http://s3.example', false],
    ['S3.EXAMPLE', 'http://s3.example', true],
    ['a.b, s3.example', 'http://s3.example', true],
    ['a.b s3.example', 'http://s3.example', true],
    ['s3.example:9000', 'http://s3.example:9000', true],
    ['s3.example:9000', 'http://s3.example', false],
    ['s3.example:80', 'http://s3.example', true],
    ['10.1.2.3', 'http://10.1.2.3:9000', true],
    ['10.0.0.0/8', 'http://10.1.2.3', true],
    ['10.0.0.0/8', 'http://11.1.2.3', false],
    ['2.3', 'http://10.1.2.3', false],
    ['fd00::/8', 'http://[fd00::1]:9000', true],
    ['[fd00::1]', 'http://[fd00::1]', true],
    ['fd00::1', 'http://[fd00::1]', true],
    ['10.0.0.0/99', 'http://10.1.2.3', false],
  ] as const) {
    it(`is ${isExcepted ? 'none' : 'there'} for ${server} if no_proxy is “${entry}”`, () => {
      for (const name of ['no_proxy', 'NO_PROXY']) {
        const proxy = proxyFor(originOf(server), undefined, { http_proxy: PROXY, [name]: entry });
        assert.equal(proxy === undefined, isExcepted);
      }
    });
  }

  for (const host of ['127.0.0.1', '127.9.9.9', '[::1]', 'localhost', 's3.localhost', 'LOCALHOST']) {
    it(`is none for ${host}, which is this machine`, () => {
      const origin: Origin = { protocol: 'http:', hostname: host, port: 9000 };
      assert.equal(proxyFor(origin, { url: PROXY, except: [] }, { http_proxy: PROXY }), undefined);
    });
  }

  it('is that of the editor before that of the environment, with the exceptions of the editor', () => {
    const editor = { url: 'http://editor.example:1', except: ['a.example'] };
    const environment = { http_proxy: PROXY, no_proxy: 'b.example' };
    const [a, b] = ['a', 'b'].map((name) =>
      proxyFor(originOf(`http://${name}.example`), editor, environment),
    );
    assert.deepEqual([a, b?.address, b?.namedBy], [undefined, 'http://editor.example:1', 'http.proxy']);
    assert.equal(proxyFor(originOf('http://b.example'), { ...editor, except: [] }, environment), undefined);
  });

  it('gets name and password, which its shown address lacks', () => {
    const proxy = proxyFor(originOf('http://s3.example'), undefined, {
      http_proxy: 'http://me%40x:p%3Aq@proxy.example',
    });
    assert.equal(proxy?.authorization, `Basic ${Buffer.from('me@x:p:q').toString('base64')}`);
    assert.equal(proxy.address, 'http://proxy.example');
  });

  for (const url of [
    'socks5://me:hunter2@proxy.example:1080',
    'http://',
    'ftp://proxy.example',
    'http://a b',
  ]) {
    it(`is refused if it is ${url}, without showing the password`, () => {
      assert.throws(
        () => proxyFor(originOf('http://s3.example'), undefined, { HTTP_PROXY: url }),
        (error) =>
          error instanceof SyncError && error.code === 'bad-argument' && !error.message.includes('hunter2'),
      );
    });
  }
});
