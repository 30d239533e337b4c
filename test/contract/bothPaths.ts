import type { Suite } from 'mocha';

const VARIABLE = 'S3_TRAINING_DATA_REQUESTS';

/** Defines tests twice: with our own requests, and with the requests of the SDK. */
export function overBothPaths(title: string, define: (this: Suite) => void): void {
  describe(title, function () {
    define.call(this);
  });
  describe(`${title}, over the SDK alone`, function () {
    let former: string | undefined;

    before(() => {
      former = process.env[VARIABLE];
      process.env[VARIABLE] = 'sdk';
    });

    after(() => {
      if (former === undefined) Reflect.deleteProperty(process.env, VARIABLE);
      else process.env[VARIABLE] = former;
    });

    define.call(this);
  });
}
