import assert from 'node:assert/strict';
import { imageMessages } from '../../../../src/gallery/imageUpdates.js';
import { packMessage, unpackMessage } from '../../../../src/gallery/messages/packedMessage.js';
import { captionedImage } from '../images.js';

describe('a packed message', () => {
  it('is unpacked unchanged, whatever script its captions are in', () => {
    const before = [captionedImage('a.jpg'), captionedImage('b.jpg')];
    const after = [captionedImage('a.jpg', '猫 "on" a mat\n\u{1F408}'), captionedImage('c.jpg')];
    const messages = [...imageMessages(undefined, after), ...imageMessages(before, after)];
    assert.deepEqual(
      messages.map(({ type }) => type),
      ['images', 'imagesChanged'],
    );
    for (const message of messages) {
      const packed = packMessage(message);
      assert.ok(packed.bytes instanceof ArrayBuffer);
      assert.deepEqual(unpackMessage(packed), message);
    }
  });

  it('is distinguished from an unpacked one', () => {
    const message = { type: 'status', loading: true, error: null } as const;
    assert.equal(unpackMessage(message), message);
  });
});
