import assert from 'node:assert/strict';
import { readViewState } from '../../../../src/gallery/app/viewState.js';

describe('the state that the gallery stores', () => {
  it('is read with defaults for invalid fields', () => {
    const state = {
      folder: 'file:///s/16',
      thumbnailSize: 9000,
      filter: 'captioned',
      sort: 'oldest',
      folded: ['10_a', 2],
      search: 'x',
      selected: ['a', 1],
    };
    assert.deepEqual(readViewState(state), {
      folder: 'file:///s/16',
      thumbnailSize: 320,
      filter: 'captioned',
      sort: 'oldest',
      folded: ['10_a'],
      search: 'x',
      selected: ['a'],
      active: undefined,
      top: undefined,
      detailsOpen: false,
      detailsSize: 0.4,
    });
    assert.equal(readViewState({ detailsSize: 7 }).detailsSize, 0.4);
    assert.equal(readViewState(undefined).filter, 'all');
    assert.equal(readViewState({ filter: 'constructor' }).filter, 'all');
    assert.equal(readViewState({ sort: 'upwards' }).sort, undefined);
  });
});
