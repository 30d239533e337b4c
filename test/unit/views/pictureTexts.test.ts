import assert from 'node:assert/strict';
import { plainText } from '../../../src/operations/texts/translate.js';
import { imageHeaderOf } from '../../../src/thumbnails/header/imageHeader.js';
import { pictureFacts } from '../../../src/thumbnails/pictureFacts.js';
import { pictureLines, pictureMarkdown } from '../../../src/views/pictureTexts.js';
import { oddPictureBytes, type OddPicture } from '../../support/pictures/oddPictures.js';

function factsOf(file: OddPicture) {
  const header = imageHeaderOf(oddPictureBytes(file));
  return header && pictureFacts(`/styles/16/${file}`, header);
}

const linesOf = (file: OddPicture) => pictureLines(factsOf(file), '858 B', plainText);
const markdownOf = (file: OddPicture) => pictureMarkdown('file:///a', factsOf(file));

describe('the tooltip of a picture', () => {
  it('fits it, and says its size', () => {
    assert.equal(markdownOf('cmyk.jpg'), '![](file:///a|width=280,height=187)');
    assert.deepEqual(linesOf('cmyk.jpg'), ['300 × 200 · 858 B']);
  });

  it('of a HEIC file named .jpg: no picture, and both formats', () => {
    assert.equal(markdownOf('heic-named.jpg'), undefined);
    assert.deepEqual(linesOf('heic-named.jpg'), [
      '300 × 200 · 858 B',
      'This is a HEIC file under the name of a JPEG file',
      'The editor does not show HEIC files',
    ]);
  });

  it('of a PNG file named .jxl: its picture, and both formats', () => {
    assert.equal(markdownOf('png-named.jxl'), '![](file:///a|width=280,height=187)');
    assert.deepEqual(linesOf('png-named.jxl').slice(1), [
      'This is a PNG file under the name of a JPEG XL file',
    ]);
  });

  it('of a WebP that the editor does not turn: fitted as it is stored, and said', () => {
    assert.equal(markdownOf('orientation-6.webp'), '![](file:///a|width=187,height=280)');
    assert.deepEqual(linesOf('orientation-6.webp'), [
      '300 × 200 · 858 B',
      'The editor does not turn WebP files: it is shown as stored',
    ]);
  });

  it('of a JPEG with 12 bits, which no browser shows: no picture', () => {
    assert.equal(markdownOf('12-bits.jpg'), undefined);
    assert.deepEqual(linesOf('12-bits.jpg').slice(1), ['The editor does not show this kind of JPEG file']);
  });

  it('of a file that is no image: nothing but its bytes', () => {
    assert.equal(pictureMarkdown('file:///a', undefined), undefined);
    assert.deepEqual(pictureLines(undefined, '5 B', plainText), ['5 B · not a readable image']);
  });
});
