import assert from 'node:assert/strict';
import { findTwins, problemWithName } from '../../../src/sync/names.js';

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
});
