import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { ImageList } from '../../../src/gallery/app/images/imageList.js';
import { ImageFeed } from '../../../src/gallery/imageFeed.js';
import { firstImages, imageMessages } from '../../../src/gallery/imageUpdates.js';
import {
  CAPTION_LIMIT,
  FIRST_IMAGES,
  IMAGES_PER_MESSAGE,
  type ImagesChangedMessage,
  type ImagesMessage,
} from '../../../src/gallery/messages/protocol.js';
import type { CaptionedImage } from '../../../src/dataset/trainingImage.js';
import { captionedImage, manyImages } from './images.js';

type Message = ImagesMessage | ImagesChangedMessage;

/** The page's list after one list was replaced by another, and the messages for that. */
function afterUpdate(
  before: CaptionedImage[],
  after: CaptionedImage[],
): { list: ImageList; messages: Message[] } {
  const list = new ImageList();
  for (const message of imageMessages(undefined, before)) list.receive(message);
  const messages = [...imageMessages(before, after)];
  for (const message of messages) list.receive(message);
  return { list, messages };
}
const paths = (images: readonly { path?: string; relativePath?: string }[]): (string | undefined)[] =>
  images.map((image) => image.path ?? image.relativePath);

describe('image updates', () => {
  it('sends a whole list in small parts, the first of them the smallest', () => {
    const images = manyImages(2.5 * IMAGES_PER_MESSAGE);
    const messages = [...imageMessages(undefined, images)];
    assert.deepEqual(
      messages.map((message) => message.type === 'images' && [message.offset, message.images.length]),
      [
        [0, FIRST_IMAGES],
        [FIRST_IMAGES, IMAGES_PER_MESSAGE],
        [FIRST_IMAGES + IMAGES_PER_MESSAGE, IMAGES_PER_MESSAGE],
        [FIRST_IMAGES + 2 * IMAGES_PER_MESSAGE, IMAGES_PER_MESSAGE / 2 - FIRST_IMAGES],
      ],
    );
    assert.deepEqual(messages[0], firstImages(images));
  });

  it('reports that a style is empty', () => {
    assert.deepEqual(
      [...imageMessages(undefined, [])],
      [{ type: 'images', offset: 0, total: 0, captioned: 0, images: [] }],
    );
  });

  it('sends only images that were added, removed or changed', () => {
    const before = ['a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'].map((path) => captionedImage(path));
    const after = [
      captionedImage('a.jpg'),
      captionedImage('a2.jpg', 'new'),
      captionedImage('c.jpg', 'a caption by now'),
      captionedImage('d.jpg'),
      captionedImage('e.jpg'),
    ];
    const { list, messages } = afterUpdate(before, after);
    assert.equal(messages.length, 1);
    const [change] = messages;
    assert.ok(change?.type === 'imagesChanged');
    assert.deepEqual(change.removed, ['b.jpg']);
    assert.deepEqual(paths(change.put.map(({ image }) => image)), ['a2.jpg', 'c.jpg', 'e.jpg']);
    assert.deepEqual(paths(list.images), paths(after));
    assert.equal(list.images[2]?.hasCaption, true);
  });

  it('sends nothing when nothing changed', () => {
    assert.deepEqual(afterUpdate(manyImages(50), manyImages(50)).messages, []);
  });

  it('gives an image another version when its file changed', () => {
    const { list } = afterUpdate([captionedImage('a.jpg')], [captionedImage('a.jpg', null, { size: 1001 })]);
    assert.notEqual(
      list.images[0]?.version,
      afterUpdate([], [captionedImage('a.jpg')]).list.images[0]?.version,
    );
  });

  it('sends the whole list again when most of it changed', () => {
    const many = manyImages(1001);
    assert.equal(afterUpdate([captionedImage('a.jpg')], many).messages[0]?.type, 'images');
    assert.equal(afterUpdate(many, []).messages[0]?.type, 'images');
  });

  it('starts before all images are known', () => {
    const images = manyImages(100);
    const counts = { total: 3000, captioned: 1234 };
    const { total, captioned, images: first } = firstImages(images, counts);
    assert.deepEqual([total, captioned, first.length], [3000, 1234, FIRST_IMAGES]);
  });

  it('cuts an overlong text file to the limit of the page', () => {
    const { list } = afterUpdate([], [captionedImage('a.jpg', 'x'.repeat(1_000_000))]);
    assert.equal(list.images[0]?.caption?.length, CAPTION_LIMIT);
  });

  it('shows the beginning of the first list at once, then only whole lists', () => {
    const list = new ImageList();
    const whole = (images: CaptionedImage[]): (readonly [boolean, number])[] =>
      [...imageMessages(undefined, images)].map((message) => [list.receive(message), list.images.length]);
    const [many, fewer] = [2.5 * IMAGES_PER_MESSAGE, 1.5 * IMAGES_PER_MESSAGE];
    assert.deepEqual(whole(manyImages(many)), [
      [true, FIRST_IMAGES],
      [false, FIRST_IMAGES],
      [false, FIRST_IMAGES],
      [true, many],
    ]);
    assert.deepEqual(whole(manyImages(fewer)), [
      [false, many],
      [false, many],
      [true, fewer],
    ]);
  });

  it('knows the number of images before all have arrived', () => {
    const numbersOf = ({ counts: { all, captioned, uncaptioned } }: ImageList): number[] => [
      all,
      captioned,
      uncaptioned,
    ];
    const list = new ImageList();
    assert.deepEqual(numbersOf(list), [0, 0, 0]);
    list.receive(firstImages(manyImages(3000)));
    assert.deepEqual([numbersOf(list), list.isComplete], [[3000, 2000, 1000], false]);
    const { list: changed } = afterUpdate([captionedImage('a.jpg')], [captionedImage('a.jpg', 'a cat')]);
    assert.deepEqual(numbersOf(changed), [1, 1, 0]);
  });

  it('treats a list whose beginning arrives twice as one list', () => {
    const list = new ImageList();
    const images = manyImages(1500);
    for (const message of [firstImages(images), ...imageMessages(undefined, images)]) list.receive(message);
    assert.deepEqual(paths(list.images), paths(images));
    assert.ok(list.isComplete);
  });
});

describe('image feed', () => {
  const feedTo = (sent: Message[], pause = setImmediate as () => Promise<void>): ImageFeed =>
    new ImageFeed((message) => sent.push(message), pause);

  it('brings the page to the latest of several lists', async () => {
    const sent: Message[] = [];
    const feed = feedTo(sent);
    const list = new ImageList();
    const last = manyImages(1200).slice(5);
    await Promise.all([feed.show(manyImages(1200)), feed.show(manyImages(3000)), feed.show(last)]);
    for (const message of sent) list.receive(message);
    assert.deepEqual(paths(list.images), paths(last));
  });

  it('starts again for a new page, even in the middle of a list', async () => {
    const sent: Message[] = [];
    let pauses = 0;
    const feed: ImageFeed = feedTo(sent, () => {
      if (++pauses === 2) {
        sent.length = 0;
        feed.restart();
      }
      return Promise.resolve();
    });
    const images = manyImages(3500);
    await feed.show(images);
    const list = new ImageList();
    for (const message of sent) list.receive(message);
    assert.deepEqual([list.images.length, list.isComplete], [3500, true]);
  });

  it('sends 10,000 images in small messages, with a pause after each', async () => {
    const sent: Message[] = [];
    const sentAtPause: number[] = [];
    const feed = feedTo(sent, async () => {
      sentAtPause.push(sent.length);
      await setImmediate();
    });
    await feed.show(manyImages(10_000));
    assert.ok(
      sent.every((message) => message.type !== 'images' || message.images.length <= IMAGES_PER_MESSAGE),
    );
    assert.deepEqual(
      sentAtPause,
      [...sent.keys()].map((index) => index + 1),
    );
  });
});
