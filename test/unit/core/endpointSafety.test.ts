import assert from 'node:assert/strict';
import { isLoopback, plainHttp } from '../../../src/core/endpointSafety.js';

describe('An endpoint', () => {
  for (const url of [
    'http://127.0.0.1:9000',
    'http://127.9.9.9',
    'http://[::1]:80',
    'http://LOCALHOST',
    'http://s3.localhost.',
    'http://0x7f.1',
  ])
    it(`is this machine: ${url}`, () => {
      assert.ok(isLoopback(url));
      assert.equal(plainHttp(url), undefined);
    });

  for (const url of [
    'http://10.0.0.1',
    'http://172.16.0.1',
    'http://172.31.9.9',
    'http://192.168.1.2:9000',
    'http://169.254.1.1',
    'http://100.64.0.1',
    'http://[fd00::1]',
    'http://[fe80::1]',
    'http://nas',
    'http://nas.local',
    'http://box.lan',
  ])
    it(`is plain http in a private network: ${url}`, () => {
      assert.ok(!isLoopback(url));
      assert.equal(plainHttp(url), 'private-network');
    });

  for (const url of [
    'http://s3.example.com',
    'HTTP://S3.EXAMPLE.COM',
    'http://172.32.0.1',
    'http://8.8.8.8',
    'http://localhost.example.com',
    'http://127.0.0.1.example.com',
    'http://[2001:db8::1]',
    'http://0.0.0.0',
  ])
    it(`is plain http over the internet, as far as the URL tells: ${url}`, () => {
      assert.ok(!isLoopback(url));
      assert.equal(plainHttp(url), 'internet');
    });

  for (const url of ['https://s3.example.com', 'https://10.0.0.1', '', 'no url'])
    it(`is not plain http over a network: “${url}”`, () => {
      assert.equal(plainHttp(url), undefined);
    });
});
