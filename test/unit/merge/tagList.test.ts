import assert from 'node:assert/strict';
import { tagIdentityOf, isTagList } from '../../../src/merge/tagList.js';

describe('a caption is a list of tags', () => {
  const TAG_LISTS = [
    '1girl, solo, long hair, blue eyes, school uniform, looking at viewer, smile, outdoors',
    '1girl,solo,long_hair,blue_eyes,looking_at_viewer',
    'ohwx',
    'ohwx woman',
    'ohwx woman, red dress, standing in a field of flowers, soft light, photo',
    'ohwx, a photo of a cat on a sofa, indoors, best quality',
    'saber \\(fate\\), fate/stay night, (armor:1.2), [background], ((sword)), {masterpiece}',
    'sks dog, ||| sitting, grass, sky;;;clouds, ||| best quality',
    'link, the legend of zelda: tears of the kingdom, holding sword, :d, :), !?, ^_^, >:(',
    'st. louis (azur lane), azur lane, no. 2, love live!',
    '1boy, solo, trailing comma,',
    'tag one,, tag two , tag three',
    '1girl, speech bubble "hello", solo',
    '{red|blue} hat, solo',
    '猫, 犬, 公園',
    'кот, собака на траве',
  ];
  for (const caption of TAG_LISTS) it(caption, () => assert.equal(isTagList(caption), true));
});

describe('a caption is prose', () => {
  const PROSE: Record<string, string> = {
    'of one sentence': 'A woman in a red dress stands in a field, holding a basket of apples.',
    'of several sentences': 'A cat sits on a mat. The mat is red, the cat is not',
    'with a short sentence': 'a dog, a cat.',
    'of long clauses':
      'the woman is wearing a long flowing red dress, she stands in front of an old brick wall',
    'with an enumeration': 'In the morning a dog runs, barks, and jumps',
    'with a subordinate clause': 'a man, who is tall, smiles',
    'of several lines': 'cat, dog\nbird, fish',
    'with a comma in quotes': 'a sign that says "hello, world", street',
    'with a comma in brackets': '(best quality, masterpiece:1.2), 1girl',
    'in JSON': '{"caption": "a cat", "tags": "x"}',
    'in Chinese': '一位女孩站在花园里。',
    'of nothing': ' , ,',
    'longer than anyone tags': `${'a'.repeat(101)}, b`,
  };
  for (const [title, caption] of Object.entries(PROSE)) {
    it(title, () => assert.equal(isTagList(caption), false));
  }
});

describe('two spellings are one tag', () => {
  for (const [one, other] of [
    ['hat', '(hat:1.2)'],
    ['hat', '((hat))'],
    ['hat', '[hat]'],
    ['hat', '{hat}'],
    ['(hat:1.2)', '(hat: 0.8)'],
    ['long_hair', 'Long  hair'],
    ['saber (fate)', 'saber \\(fate\\)'],
    ['saber \\(fate\\)', '(saber \\(fate\\):1.2)'],
    ['caf\u00e9', 'cafe\u0301'],
  ] as const) {
    it(`${one} = ${other}`, () => assert.equal(tagIdentityOf(one), tagIdentityOf(other)));
  }

  for (const [one, other] of [
    ['hat', 'hats'],
    ['hat', 'red hat'],
    ['(a) (b)', 'a) (b'],
    ['ratio 1:2', 'ratio 1'],
    ['saber (fate)', 'saber'],
  ] as const) {
    it(`${one} ≠ ${other}`, () => assert.notEqual(tagIdentityOf(one), tagIdentityOf(other)));
  }
});
