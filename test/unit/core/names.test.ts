import assert from 'node:assert/strict';
import { findTwins, problemWithName } from '../../../src/core/names.js';

const PREFIX = 'styles/16/';

describe('names', () => {
  const refusedEverywhere = [
    '../a.jpg',
    'a/../b.jpg',
    './a.jpg',
    '/a.jpg',
    'a//b.jpg',
    'C:/a.jpg',
    'c:',
    'a\\b.jpg',
    '\\\\host\\share\\a.jpg',
    'a\u0000.jpg',
    'a\n.jpg',
    'a\u007f.jpg',
    'a\u0085.jpg',
    'a\u009b31m.jpg',
    '..\\a.jpg',
    'a/.',
    'a/..',
    'a\ud800.jpg',
    `${'é'.repeat(128)}.jpg`,
    `${'long/'.repeat(210)}a.jpg`,
  ];
  for (const name of refusedEverywhere) {
    it(`refuses ${JSON.stringify(name.slice(0, 30))} on every platform`, () => {
      assert.ok(problemWithName(name, PREFIX, 'posix') !== undefined);
      assert.ok(problemWithName(name, PREFIX, 'win32') !== undefined);
    });
  }

  const refusedOnWindows = [
    'con.jpg',
    'NUL',
    'COM1.txt',
    'lpt¹.jpg',
    'com0.jpg',
    'nul .tar.jpg',
    'CONIN$.jpg',
    'conout$',
    'C:a.jpg',
    'a.jpg:stream',
    'aux/a.jpg',
    'a:b.jpg',
    'a?.jpg',
    'a*.jpg',
    'a"b.jpg',
    'a<b>.jpg',
    'a|b.jpg',
    'trailing./a.jpg',
    'sub /a.jpg',
  ];
  for (const name of refusedOnWindows) {
    it(`refuses ${name} on Windows only`, () => {
      assert.equal(problemWithName(name, PREFIX, 'posix'), undefined);
      assert.ok(problemWithName(name, PREFIX, 'win32') !== undefined);
    });
  }

  for (const name of [
    'a b.jpg',
    "a+b%20#&'=;,@$!~^()[]{}.jpg",
    '猫 🐈.jpg',
    'console.jpg',
    'com10.jpg',
    '10_x/y.jpg',
    'con_1.jpg',
    'conin.jpg',
    ' a.jpg',
    '&#13;.jpg',
    '\ufffe\uffff.jpg',
    'a\u202egpj.jpg',
    `${'é'.repeat(125)}a.jpg`,
  ]) {
    it(`accepts ${name}`, () => {
      assert.equal(problemWithName(name, PREFIX, 'posix'), undefined);
      assert.equal(problemWithName(name, PREFIX, 'win32'), undefined);
    });
  }

  it('finds twins by Unicode form everywhere, and by case where the file system folds it', () => {
    const nfd = 'e\u0301.jpg';
    const names = ['é.jpg', nfd, 'Cat.JPG', 'cat.jpg', 'dog.jpg'];
    assert.deepEqual([...findTwins(names, false).keys()], ['é.jpg', nfd]);
    assert.deepEqual([...findTwins(names, true).keys()], ['é.jpg', nfd, 'Cat.JPG', 'cat.jpg']);
    assert.match(findTwins(names, true).get('cat.jpg') ?? '', /“Cat\.JPG”.*case/);
  });

  it('finds twins among the folders of paths', () => {
    const names = ['Sub/a.jpg', 'sub/b.jpg', 'other/sub/c.jpg', 'é/a.jpg', 'e\u0301/b.jpg'];
    assert.deepEqual([...findTwins(names, false).keys()], ['é/a.jpg', 'e\u0301/b.jpg']);
    assert.deepEqual(
      [...findTwins(names, true).keys()].sort(),
      names.filter((name) => !name.includes('other')).sort(),
    );
    assert.match(findTwins(names, true).get('sub/b.jpg') ?? '', /“Sub\/”.*case/);
  });

  it('finds a file whose name is a folder of another path', () => {
    const twins = findTwins(['a.jpg', 'a.jpg/b.jpg', 'a/a.jpg', 'b.jpg'], false);
    assert.deepEqual([...twins.keys()], ['a.jpg', 'a.jpg/b.jpg']);
    assert.match(twins.get('a.jpg') ?? '', /“a\.jpg\/” has the same name, and one is a folder/);
  });

  for (const [one, other] of [
    ['σ.jpg', 'ς.jpg'],
    ['ß.jpg', 'ẞ.jpg'],
    ['\u212a.jpg', 'k.jpg'],
    ['É.jpg', 'e\u0301.jpg'],
  ] as const) {
    it(`takes ${one} and ${other} for one name where case is folded`, () => {
      assert.deepEqual([...findTwins([one, other], true).keys()], [one, other]);
    });
  }
});
