import assert from 'node:assert/strict';
import { decoded, readXml, XmlError } from '../../../../src/s3/wire/xml.js';

/** `parent/name@depth=text`, as the elements end. */
function endsOf(document: string): string[] {
  const ends: string[] = [];
  readXml(document, (name, depth, text, parent = '') => {
    ends.push(`${parent}/${name}@${String(depth)}=${decoded(text)}`);
  });
  return ends;
}

describe('The XML of S3', () => {
  it('consists of elements with text', () => {
    assert.deepEqual(endsOf('<?xml version="1.0"?>\n<a>\n <b>1</b>\n <c><d> x </d></c>\n</a>\n'), [
      'a/b@1=1',
      'c/d@2= x ',
      'a/c@1=',
      '/a@0=\n',
    ]);
  });

  it('may have attributes, empty elements, comments, CDATA and a byte order mark', () => {
    const document =
      '\ufeff<!-- <x> --><a xmlns="http://s3/?a>b" y = \'/>\'><b/><c z="1" /><d>1<!-- > -->2<![CDATA[<&amp;>]]></d ></a>';
    assert.deepEqual(endsOf(document), ['a/b@1=', 'a/c@1=', 'a/d@1=12<&amp;>', '/a@0=']);
  });

  it('contains entities', () => {
    assert.equal(decoded('&quot;&#34;&#x22;&lt;&amp;lt;&nosuch;&'), '"""<&lt;&nosuch;&');
    assert.equal(decoded('&constructor;&toString;&__proto__;'), '&constructor;&toString;&__proto__;');
  });

  it('is incomplete wherever it is cut off', () => {
    const whole = '<?xml version="1.0"?><a x="1"><b>1</b><!-- c --><c/></a>';
    for (let length = 0; length < whole.length; length++) {
      assert.throws(() => endsOf(whole.slice(0, length)), XmlError, `after ${String(length)} characters`);
    }
  });

  for (const document of [
    'Bad gateway',
    '<a></b>',
    '<a><b></a></b>',
    '</a>',
    '<a/><b/>',
    '<a/>more',
    'before<a/>',
    '<!DOCTYPE html><html></html>',
    '<a b></a>',
    '<a b="1"c></a>',
    '<a/b></a>',
    '<a<b></a>',
    '< a></a>',
    '<a>&amp;',
    '<a><b><bc',
  ]) {
    it(`is refused: ${document}`, () => {
      assert.throws(() => endsOf(document), XmlError);
    });
  }
});
