import assert from 'node:assert/strict';
import {
  bucketNameProblem,
  endpointTextProblem,
  prefixTextProblem,
  regionTextProblem,
} from '../../../../src/host/texts/placeProblems.js';
import { plainText } from '../../../../src/operations/texts/translate.js';

/** test/unit/core/place.test.ts covers the rules; here only their sentences in a question are tested. */
describe('the answer to a question about the connection', () => {
  it('is accepted if it can be valid', () => {
    assert.equal(bucketNameProblem('my-data', plainText), undefined);
    assert.equal(prefixTextProblem('styles/', plainText), undefined);
    assert.equal(endpointTextProblem('http://127.0.0.1:9000', plainText), undefined);
    assert.equal(regionTextProblem('eu-central-1', plainText), undefined);
  });

  it('is refused with a sentence that says what to enter', () => {
    assert.match(bucketNameProblem('s3://my-data/styles', plainText) ?? '', /“my-data”.*“styles\/”/);
    assert.match(prefixTextProblem('../', plainText) ?? '', /“\.\.”/);
    assert.match(endpointTextProblem('http://u:p@host', plainText) ?? '', /Enter http:\/\/host$/);
    assert.match(regionTextProblem('eu west', plainText) ?? '', /eu-central-1/);
  });
});
