import assert from 'node:assert/strict';
import { bareEtag, isSameEtag } from '../../../../src/core/content/etag.js';
import { md5OfEtag } from '../../../../src/core/content/sameContent.js';

const MD5 = '0123456789abcdef0123456789abcdef';

describe('An ETag', () => {
  const spellings = (etag: string): string[] => [
    `"${etag}"`,
    etag,
    `W/"${etag}"`,
    `w/"${etag}"`,
    ` "${etag}" `,
  ];

  it('is equal to itself in every spelling', () => {
    const ofParts = `${MD5}-3`;
    for (const etag of [MD5, ofParts, 'AbC+/=_opaque']) {
      for (const one of spellings(etag)) {
        for (const other of spellings(etag)) assert.ok(isSameEtag(one, other), `${one} and ${other}`);
      }
    }
    assert.ok(isSameEtag(`"${MD5}"`, MD5.toUpperCase()));
    assert.ok(isSameEtag(`"${ofParts}"`, `W/"${ofParts.toUpperCase()}"`));
  });

  it('keeps its case where it is no hash', () => {
    assert.equal(isSameEtag('"AbC+/=_opaque"', '"abc+/=_opaque"'), false);
  });

  it('with other digits is another ETag', () => {
    assert.equal(isSameEtag(`"${MD5}"`, `"${MD5}-1"`), false);
    assert.equal(isSameEtag(`"${MD5}"`, `"${MD5.replace('0', '1')}"`), false);
  });

  it('that is absent equals no other, not even another absent one', () => {
    for (const nothing of [undefined, '', '""', 'W/""']) {
      for (const other of [undefined, '', '""', 'W/""', `"${MD5}"`]) {
        assert.equal(isSameEtag(nothing, other), false);
        assert.equal(isSameEtag(other, nothing), false);
      }
    }
  });

  it('is sent in a condition as the server spells what is between the quotes', () => {
    assert.equal(bareEtag(`W/"${MD5.toUpperCase()}"`), MD5.toUpperCase());
    assert.equal(bareEtag('"AbC"'), 'AbC');
  });

  it('that may be an MD5 is one in every spelling', () => {
    for (const etag of [MD5, MD5.toUpperCase()].flatMap(spellings)) assert.equal(md5OfEtag(etag), MD5, etag);
    assert.equal(md5OfEtag(`"${MD5}-1"`), undefined);
    assert.equal(md5OfEtag(''), undefined);
  });
});
