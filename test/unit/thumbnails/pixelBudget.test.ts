import assert from 'node:assert/strict';
import { PixelBudget } from '../../../src/thumbnails/pixelBudget.js';

describe('the pixels that are decoded at the same time', () => {
  it('are those of eight large photographs, or of one of the largest pictures', async () => {
    const budget = new PixelBudget();
    const photographs = await Promise.all(Array.from({ length: 8 }, () => budget.enter(24e6)));
    let isLet = false;
    const largest = budget.enter(2 ** 27).then((leave) => {
      isLet = true;
      return leave;
    });
    for (const leave of photographs.slice(0, 5)) leave();
    await new Promise(setImmediate);
    assert.equal(isLet, false);
    for (const leave of photographs.slice(5)) leave();
    const leave = await largest;
    const second = budget.enter(2 ** 27);
    assert.equal(await Promise.race([second, new Promise((r) => setImmediate(r, 'waits'))]), 'waits');
    leave();
    (await second)();
  });
});
