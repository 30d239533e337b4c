import assert from 'node:assert/strict';
import { readListing } from '../../../../src/s3/wire/listingAnswer.js';

const page = (inside: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${inside}</ListBucketResult>`;

describe('A page of a listing', () => {
  it('has the content of its document', () => {
    const document = page(
      '<Name>b</Name><Prefix>s/</Prefix><KeyCount>3</KeyCount><EncodingType>url</EncodingType>' +
        '<IsTruncated>true</IsTruncated><NextContinuationToken>a&amp;b=</NextContinuationToken>' +
        '<Contents><Key>s/a+b%26.png</Key><LastModified>2026-01-01T00:00:00Z</LastModified>' +
        '<ETag>&quot;0123&quot;</ETag><Size>5</Size><Owner><ID>x</ID><Key>no</Key><Size>9</Size></Owner></Contents>' +
        '<Contents><Size>0</Size><Key>s/&lt;.txt</Key></Contents>' +
        '<CommonPrefixes><Prefix>s/f/</Prefix></CommonPrefixes>',
    );
    assert.deepEqual(readListing(document), {
      count: 3,
      encoding: 'url',
      isTruncated: true,
      nextToken: 'a&b=',
      objects: [
        { key: 's/a+b%26.png', etag: '"0123"', size: 5 },
        { key: 's/<.txt', size: 0 },
      ],
      folders: ['s/f/'],
    });
  });

  it('lacks what its document leaves out', () => {
    assert.deepEqual(readListing('<html><body>Welcome</body></html>'), { objects: [], folders: [] });
    assert.deepEqual(readListing(page('<KeyCount/><Contents><Key>a</Key><Size/></Contents>')), {
      objects: [{ key: 'a' }],
      folders: [],
    });
  });

  it('reads true and false in any case', () => {
    for (const word of ['true', 'True', 'TRUE'])
      assert.equal(readListing(page(`<IsTruncated>${word}</IsTruncated>`)).isTruncated, true);
    assert.equal(readListing(page('<IsTruncated>False</IsTruncated>')).isTruncated, false);
  });

  for (const inside of [
    '<IsTruncated>maybe</IsTruncated>',
    '<IsTruncated></IsTruncated>',
    '<KeyCount>1e3</KeyCount>',
    '<Contents><Size>-1</Size></Contents>',
  ]) {
    it(`cannot be read if it contains ${inside}`, () => {
      assert.throws(() => readListing(page(inside)));
    });
  }
});
