import assert from 'node:assert/strict';
import { CardSelection } from '../../../../../src/gallery/app/images/cardSelection.js';
import { ShownImages } from '../../../../../src/gallery/app/images/shownImages.js';
import { galleryImage } from '../../images.js';

const shown = (...paths: string[]): ShownImages => new ShownImages(paths.map((path) => galleryImage(path)));
const LETTERS = shown('a', 'b', 'c', 'd', 'e');
const pathsOf = (selection: CardSelection): string[] => [...selection.paths].sort();

describe('selection', () => {
  it('selects one, toggles others', () => {
    const selection = new CardSelection();
    selection.only('b');
    selection.toggle('d');
    assert.deepEqual(pathsOf(selection), ['b', 'd']);
    selection.toggle('b');
    assert.deepEqual(pathsOf(selection), ['d']);
    selection.only('a');
    assert.deepEqual(pathsOf(selection), ['a']);
  });

  it('extends from the anchor in both directions, replacing the previous range', () => {
    const selection = new CardSelection();
    selection.only('c');
    selection.extendTo('e', LETTERS);
    assert.deepEqual(pathsOf(selection), ['c', 'd', 'e']);
    selection.extendTo('a', LETTERS);
    assert.deepEqual(pathsOf(selection), ['a', 'b', 'c']);
  });

  it('keeps the selection with `keep`', () => {
    const selection = new CardSelection();
    selection.only('a');
    selection.toggle('c');
    selection.extendTo('d', LETTERS, { keep: true });
    assert.deepEqual(pathsOf(selection), ['a', 'c', 'd']);
  });

  it('starts a range at the focused card if the anchor is not shown', () => {
    const selection = new CardSelection();
    selection.only('z');
    selection.extendTo('c', LETTERS, { from: 'b' });
    assert.deepEqual(pathsOf(selection), ['b', 'c']);
  });

  it('selects exactly the shown images', () => {
    const selection = new CardSelection(['z']);
    selection.all(LETTERS);
    assert.deepEqual(pathsOf(selection), ['a', 'b', 'c', 'd', 'e']);
  });

  it('inverts what is shown, and leaves what is hidden', () => {
    const selection = new CardSelection(['a', 'b', 'z']);
    selection.invert(LETTERS);
    assert.deepEqual(pathsOf(selection), ['c', 'd', 'e', 'z']);
  });

  it('survives updates, except for images that vanished', () => {
    const selection = new CardSelection(['a', 'b']);
    assert.equal(selection.keepOnly(LETTERS.images), false);
    assert.equal(selection.keepOnly([galleryImage('b'), galleryImage('x')]), true);
    assert.deepEqual(pathsOf(selection), ['b']);
  });

  it('counts the selected images that are not shown', () => {
    assert.equal(new CardSelection(['a', 'y', 'z']).hiddenCount(LETTERS), 2);
  });
});
