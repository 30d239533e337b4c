import assert from 'node:assert/strict';
import { plainMarkdown } from '../../../src/views/plainMarkdown.js';

describe('a caption in a Markdown tooltip', () => {
  it('has no markup that Markdown or HTML would interpret', () => {
    const nasty = '[x](command:evil) ![y](http://a) <img src=x> &lt; https://a.b `c` *d* # e | ~f~';
    const escaped = plainMarkdown(nasty);
    assert.doesNotMatch(escaped, /(?<!\\)[[\]()<>&`*#|~:!]/);
    assert.equal(escaped.replaceAll('\\', ''), nasty);
  });

  it('has no characters that change the text direction or control a terminal', () => {
    assert.equal(plainMarkdown('cat\u202egpj\u001b'), 'cat\\\\u\\{202e\\}gpj\\\\u\\{1b\\}');
  });

  it('keeps its lines', () => {
    assert.equal(plainMarkdown('a cat\r\n  on a mat'), 'a cat  \n&nbsp;&nbsp;on a mat');
  });
});
