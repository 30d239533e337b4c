import assert from 'node:assert/strict';
import { Writable } from 'node:stream';
import { setImmediate } from 'node:timers/promises';
import { Output } from '../../../src/cli/output.js';
import type { TrainingImage } from '../../../src/dataset/trainingImage.js';

const IMAGES = Array.from({ length: 5000 }, (_, index): TrainingImage => {
  const name = `image-${String(index)}.jpg`;
  return { name, relativePath: name, captionFile: null, hasCaption: false, size: index, modifiedTime: index };
});

/** Standard output as a pipe whose other end reads slowly, and may close after a number of pieces. */
class SlowPipe extends Writable {
  text = '';
  pieces = 0;
  /** Maximum number of characters that waited at the same time. */
  mostWaiting = 0;

  constructor(readonly endsAfter = Infinity) {
    super({ highWaterMark: 1024, decodeStrings: false });
  }

  override _write(piece: string, _: BufferEncoding, done: (error?: Error) => void): void {
    this.mostWaiting = Math.max(this.mostWaiting, this.writableLength);
    this.pieces++;
    void setImmediate().then(() => {
      if (this.pieces > this.endsAfter) {
        done(Object.assign(new Error('write EPIPE'), { code: 'EPIPE' }));
        return;
      }
      this.text += piece;
      done();
    });
  }
}

const outputTo = (pipe: SlowPipe): Output => new Output(true, pipe as unknown as NodeJS.WriteStream);

describe('The output of the command line', () => {
  it('waits for a slow reader', async () => {
    const pipe = new SlowPipe();
    await outputTo(pipe).images(IMAGES);
    await new Promise<void>((resolve) => pipe.end(resolve));
    const expected = `${JSON.stringify(IMAGES, null, 2)}\n`;
    assert.equal(pipe.text, expected);
    assert.ok(pipe.mostWaiting < expected.length / 3, `${String(pipe.mostWaiting)} waited`);
  });

  it('ends when its reader is gone', async () => {
    const pipe = new SlowPipe(2);
    await outputTo(pipe).images(IMAGES);
    assert.equal(pipe.pieces, 3);
  });
});
