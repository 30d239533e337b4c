import assert from 'node:assert/strict';
import { mergeCaption } from '../../../src/merge/mergeCaption.js';

interface Case {
  readonly base: string | undefined;
  readonly local: string;
  readonly remote: string;
}

const mergesTo = (text: string, { base, local, remote }: Case): void =>
  assert.deepEqual(mergeCaption(base, local, remote), { clean: true, text });

const isLeftToThePerson = ({ base, local, remote }: Case, reason = 'both-changed'): void => {
  assert.deepEqual(mergeCaption(base, local, remote), { clean: false, reason });
  assert.deepEqual(mergeCaption(base, remote, local), { clean: false, reason }, 'and the other way round');
};

describe('merging lists of tags', () => {
  const base = 'ohwx, red hat, smile, outdoors';

  it('takes the additions and the deletions of both sides', () =>
    mergesTo('ohwx, blue eyes, red hat, outdoors, tree, night', {
      base,
      local: 'ohwx, blue eyes, red hat, smile, outdoors, tree',
      remote: 'ohwx, red hat, outdoors, night',
    }));

  it('puts a new tag after the one that it followed', () =>
    mergesTo('ohwx, red hat, feather, smile, teeth, outdoors', {
      base,
      local: 'ohwx, red hat, feather, smile, outdoors',
      remote: 'ohwx, red hat, smile, teeth, outdoors',
    }));

  it('takes a tag that both added only once', () =>
    mergesTo('ohwx, red hat, smile, outdoors, tree, sky, night', {
      base,
      local: 'ohwx, red hat, smile, outdoors, tree, sky',
      remote: 'ohwx, red hat, smile, outdoors, tree, night',
    }));

  it('keeps an existing duplicate, and adds none', () =>
    mergesTo('a, b, a, c, d', { base: 'a, b, a', local: 'a, b, a, c', remote: 'a, b, a, d' }));

  it('removes the one duplicate that a side removed', () =>
    mergesTo('a, b, c', { base: 'a, b, a', local: 'a, b', remote: 'a, b, a, c' }));

  it('replaces a tag that one side replaced', () =>
    mergesTo('ohwx, blue hat, outdoors', {
      base,
      local: 'ohwx, blue hat, smile, outdoors',
      remote: 'ohwx, red hat, outdoors',
    }));

  it('is not clean if both sides replaced one tag differently', () =>
    isLeftToThePerson({
      base,
      local: 'ohwx, blue hat, smile, outdoors',
      remote: 'ohwx, green hat, smile, outdoors',
    }));

  it('takes the same replacement from both', () =>
    mergesTo('ohwx, blue hat, smile, outdoors, day, night', {
      base,
      local: 'ohwx, blue hat, smile, outdoors, day',
      remote: 'ohwx, blue hat, smile, outdoors, night',
    }));

  it('is not clean if both added one tag in different spellings', () =>
    isLeftToThePerson({
      base,
      local: 'ohwx, red hat, smile, outdoors, blue_sky',
      remote: 'ohwx, red hat, smile, outdoors, blue sky',
    }));

  describe('with weights', () => {
    it('takes a new weight', () =>
      mergesTo('ohwx, (red hat:1.2), smile, outdoors, night', {
        base,
        local: 'ohwx, (red hat:1.2), smile, outdoors',
        remote: 'ohwx, red hat, smile, outdoors, night',
      }));

    it('is not clean with two new weights', () =>
      isLeftToThePerson({
        base,
        local: 'ohwx, (red hat:1.2), smile, outdoors',
        remote: 'ohwx, (red hat:1.3), smile, outdoors',
      }));

    it('is not clean if the other side deleted the tag', () =>
      isLeftToThePerson({
        base,
        local: 'ohwx, (red hat:1.2), smile, outdoors',
        remote: 'ohwx, smile, outdoors',
      }));
  });

  describe('with the first tag', () => {
    it('keeps it first', () =>
      mergesTo('ohwx, dawn, hat, night', {
        base: 'ohwx, hat',
        local: 'ohwx, dawn, hat',
        remote: 'ohwx, hat, night',
      }));

    it('takes the new first tag from the side that changed it', () =>
      mergesTo('zwx, red hat, smile, outdoors, night', {
        base,
        local: 'zwx, red hat, smile, outdoors',
        remote: 'ohwx, red hat, smile, outdoors, night',
      }));

    it('takes a tag that one side put in front', () =>
      mergesTo('photo, ohwx, hat, night', {
        base: 'ohwx, hat',
        local: 'photo, ohwx, hat',
        remote: 'ohwx, hat, night',
      }));

    it('puts no tag before the new first tag', () =>
      mergesTo('hat, big, night', {
        base: 'ohwx, hat, night',
        local: 'hat, night',
        remote: 'ohwx, big, hat, night',
      }));

    it('is not clean if both sides changed it', () =>
      isLeftToThePerson({ base: 'ohwx, hat', local: 'photo, ohwx, hat', remote: 'art, ohwx, hat' }));

    it('is not clean if one side made a tag first that the other deleted', () =>
      isLeftToThePerson({ base: 'ohwx, hat, night', local: 'hat, ohwx, night', remote: 'ohwx, night' }));
  });

  describe('with the order', () => {
    it('takes a new order', () =>
      mergesTo('ohwx, outdoors, smile, red hat, night', {
        base,
        local: 'ohwx, outdoors, smile, red hat',
        remote: 'ohwx, red hat, night, smile, outdoors',
      }));

    it('is not clean with two new orders', () =>
      isLeftToThePerson({
        base,
        local: 'ohwx, outdoors, smile, red hat',
        remote: 'ohwx, smile, red hat, outdoors',
      }));
  });

  describe('with parts separated by |||', () => {
    const parts = 'sks dog, ||| sitting, grass, ||| best quality';

    it('merges each part separately', () =>
      mergesTo('sks dog, brown, ||| grass, sky;;;cloud, ||| best quality, 4k', {
        base: parts,
        local: 'sks dog, brown, ||| sitting, grass, sky;;;cloud, ||| best quality',
        remote: 'sks dog, ||| grass, ||| best quality, 4k',
      }));

    it('lets a tag move from one part to another', () =>
      mergesTo('sks dog, sitting, ||| grass, sky, ||| best quality', {
        base: parts,
        local: 'sks dog, sitting, ||| grass, ||| best quality',
        remote: 'sks dog, ||| sitting, grass, sky, ||| best quality',
      }));

    it('is not clean if one side moved a tag that the other deleted', () =>
      isLeftToThePerson({
        base: parts,
        local: 'sks dog, sitting, ||| grass, ||| best quality',
        remote: 'sks dog, ||| grass, ||| best quality',
      }));

    it('is not clean if both added one tag, in different parts', () =>
      isLeftToThePerson({
        base: parts,
        local: 'sks dog, brown, ||| sitting, grass, ||| best quality',
        remote: 'sks dog, ||| sitting, grass, brown, ||| best quality',
      }));

    it('is not clean if one side changed the number of parts', () =>
      isLeftToThePerson({ base: 'a, b, c', local: 'a, ||| b, c', remote: 'a, b, c, d' }));

    it('keeps an empty first part', () =>
      mergesTo('||| a, b, c, d', { base: '||| a, b', local: '||| a, b, c', remote: '||| a, b, d' }));
  });

  it('keeps the space around the tags that stay', () =>
    mergesTo(' a,b ,  c,x,y , ', {
      base: ' a,b ,  c , ',
      local: ' a,b ,  c,x , ',
      remote: ' a,b ,  c, y , ',
    }));

  it('does not turn a trailing comma into an empty tag', () =>
    mergesTo('a, b, c,', { base: 'a, b', local: 'a, b,', remote: 'a, b, c' }));
});

describe('merging prose', () => {
  const base = 'A cat sits on a mat.\nThe mat is red.\nIt is morning.\n';

  it('takes the changed lines of both sides', () =>
    mergesTo('A black cat sits on a mat.\nThe mat is red.\nIt is evening.\n', {
      base,
      local: 'A black cat sits on a mat.\nThe mat is red.\nIt is morning.\n',
      remote: 'A cat sits on a mat.\nThe mat is red.\nIt is evening.\n',
    }));

  it('takes a new line and a deleted line', () =>
    mergesTo('A cat sits on a mat.\nIt purrs.\nThe mat is red.\n', {
      base,
      local: 'A cat sits on a mat.\nIt purrs.\nThe mat is red.\nIt is morning.\n',
      remote: 'A cat sits on a mat.\nThe mat is red.\n',
    }));

  it('is not clean if both changed one line', () =>
    isLeftToThePerson({
      base,
      local: 'A black cat sits on a mat.\nThe mat is red.\nIt is morning.\n',
      remote: 'A white cat sits on a mat.\nThe mat is red.\nIt is morning.\n',
    }));

  it('is not clean if both changed a sentence on one line', () =>
    isLeftToThePerson({
      base: 'A cat sits on a mat, in the morning.',
      local: 'A black cat sits on a mat, in the morning.',
      remote: 'A cat sits on a mat, in the evening.',
    }));

  it('is not clean if both added a line in the same place', () =>
    isLeftToThePerson({ base, local: `${base}It purrs.\n`, remote: `${base}It sleeps.\n` }));

  it('is not clean if one side replaced the tags with prose and the other changed them', () =>
    isLeftToThePerson({ base: 'cat, mat', local: 'A cat sits on a mat.', remote: 'cat, mat, red' }));

  it('does not take minutes for a huge file that is not a caption', () => {
    const lines = Array.from({ length: 50_000 }, (_, index) => `Line ${index}.`);
    const [local, remote] = [lines.toReversed(), lines.map((line) => `${line}!`)];
    isLeftToThePerson({ base: lines.join('\n'), local: local.join('\n'), remote: remote.join('\n') });
  });
});

describe('merging preserves', () => {
  const BOM = '\uFEFF';

  it('the line ends, the byte order mark and the final line end of local', () => {
    mergesTo(`${BOM}First one!\r\nTwo.\r\nThird.\r\n`, {
      base: 'First.\nTwo.\nThree.',
      local: `${BOM}First one!\r\nTwo.\r\nThree.\r\n`,
      remote: 'First.\nTwo.\nThird.',
    });
    mergesTo('a, b, c, d', { base: 'a, b\r\n', local: 'a, b, c', remote: `${BOM}a, b, d\r\n` });
  });

  it('a mixture of line ends', () =>
    mergesTo('One!\r\nTwo.\rThree.\nFour.\r\n5.\n\n', {
      base: 'One.\nTwo.\nThree.\nFour.\nFive.\n',
      local: 'One!\r\nTwo.\rThree.\nFour.\r\nFive.\n\n',
      remote: 'One.\nTwo.\nThree.\nFour.\n5.\n',
    }));

  it('local, if the other side only changed line ends', () =>
    mergesTo('a, c\r\n', { base: 'a, b\r\n', local: 'a, c\r\n', remote: `${BOM}a, b\n` }));

  it('the line ends of local, if local only changed those', () =>
    mergesTo('One.\r\nThree.\r\n', {
      base: 'One.\nTwo.',
      local: 'One.\r\nTwo.\r\n',
      remote: 'One.\nThree.',
    }));
});

describe('merging without a base', () => {
  it('is clean if both have the same text', () =>
    mergesTo('\uFEFFa, b\r\n', { base: undefined, local: '\uFEFFa, b\r\n', remote: 'a, b' }));

  it('is not clean if one side only has more: the other may have deleted it', () =>
    isLeftToThePerson({ base: undefined, local: 'a, b', remote: 'a, b, c' }, 'no-base'));

  it('treats an emptied caption as a deletion, never as a base', () => {
    isLeftToThePerson({ base: 'a, b', local: '', remote: 'a, b, c' });
    isLeftToThePerson({ base: ' \n', local: 'a, b', remote: 'a, c' });
  });
});
