import assert from 'node:assert/strict';
import { filesInWords, pairCount } from '../../../../src/operations/texts/fileNumbers.js';
import { lockedSentence } from '../../../../src/operations/texts/lockTexts.js';
import { plainText } from '../../../../src/operations/texts/translate.js';

describe('numbers of files in a user’s words', () => {
  const said = (...files: string[]): string => filesInWords(files, plainText);

  it('are images and captions', () => {
    assert.equal(said('a.jpg', 'sub/b.png', 'a.txt'), '2 images and 1 caption');
    assert.equal(said('a.jpg'), '1 image');
    assert.equal(said('a.txt', 'b.txt'), '2 captions');
    assert.equal(said(), '');
  });

  it('count an image and its caption as one pair', () => {
    assert.equal(pairCount(['a.jpg', 'a.txt', 'b/a.txt', 'c.png', 'c.jpg']), 3);
    assert.equal(pairCount([]), 0);
  });
});

describe('the sentence about a style that is being synced already', () => {
  const said = (data: Parameters<typeof lockedSentence>[0]): string => lockedSentence(data, plainText);

  it('says where in words, without the number of a process', () => {
    const cause = 'VS Code on vm, process 4711, since 12:03';
    assert.equal(
      said({ holder: 'VS Code', cause }),
      'This style is being synced already, in another window.',
    );
    assert.equal(
      said({ holder: 'the command line' }),
      'This style is being synced already, by the command line.',
    );
  });

  it('names the file to remove where nobody may hold the lock any more', () => {
    assert.equal(
      said({ holder: 'VS Code', host: 'gpu-1', file: '/s/lock.json' }),
      'This style is being synced already, on gpu-1. If nothing is running there any more, remove /s/lock.json',
    );
  });

  it('repeats no words of a lock that others may have written', () => {
    assert.equal(said({ holder: 'evil](command:x)' }), 'This style is being synced already, somewhere else.');
  });
});
