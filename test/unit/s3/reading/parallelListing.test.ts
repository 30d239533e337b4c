import assert from 'node:assert/strict';
import fc from 'fast-check';
import { compareKeys } from '../../../../src/s3/reading/keyOrder.js';
import type { ListingPage } from '../../../../src/s3/reading/listing.js';
import type { ListingStart } from '../../../../src/s3/requests/bucketRequests.js';
import { PAGES_AT_ONCE } from '../../../../src/s3/client/client.js';
import { listInParallel, type PagesFrom } from '../../../../src/s3/reading/parallelListing.js';

const { signal } = new AbortController();
const RUNS = { numRuns: 2000, seed: Number(process.env['PROPERTY_SEED'] ?? 20261122) };

/** Characters that UTF-8 and UTF-16 order differently or a query encodes, and names that begin other names. */
const PIECES = [
  'a',
  'b',
  '0',
  '/',
  ' ',
  '+',
  '%',
  '%2B',
  'é',
  '\ud7ff',
  '\ue000',
  '\uffe6',
  '😀',
  '\u{10ffff}',
];
const name = fc
  .array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join(''));
const names = fc.uniqueArray(name, { maxLength: 40 });

type Order = (a: string, b: string) => number;
const byUnits: Order = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

/** A minimal server with its own order of keys. */
class Server {
  /** Where each requested page began. */
  readonly asked: ListingStart[] = [];

  constructor(
    readonly keys: readonly string[],
    readonly pageSize: number,
    readonly order: Order = compareKeys,
    readonly startAfter: (key: string) => string = (key) => key,
  ) {}

  readonly pagesFrom: PagesFrom = async function* (this: Server, start: ListingStart) {
    for (let from: ListingStart | undefined = start; from !== undefined;) {
      this.asked.push(from);
      await Promise.resolve();
      const page: ListingPage = this.page(from.token ?? this.startAfter(from.startAfter ?? ''));
      yield page;
      from = page.next === undefined ? undefined : { token: page.next };
    }
  }.bind(this);

  private page(after: string): ListingPage {
    const rest = this.keys.filter((key) => this.order(key, after) > 0).sort(this.order);
    const keys = rest.slice(0, this.pageSize);
    return {
      objects: keys.map((key) => ({ key, size: 1, etag: '' })),
      folders: [],
      next: rest.length > keys.length ? keys.at(-1) : undefined,
    };
  }

  async list(known: readonly string[]): Promise<string[]> {
    const found: string[] = [];
    for await (const { objects } of listInParallel(this.pagesFrom, known, signal)) {
      found.push(...objects.map(({ key }) => key));
    }
    return found;
  }

  /** The requests of a sequential listing. */
  get fewest(): number {
    return Math.max(1, Math.ceil(this.keys.length / this.pageSize));
  }
}

describe('A listing whose pages are requested in parallel', () => {
  const numbered = (count: number): string[] =>
    Array.from({ length: count }, (_, i) => `k${String(i).padStart(4, '0')}`);

  it('equals a sequential listing, whatever exists and whatever was known', async () => {
    const anyServer = fc.record({
      there: names,
      known: names,
      both: names,
      pageSize: fc.integer({ min: 1, max: 5 }),
      order: fc.constantFrom<Order>(compareKeys, byUnits),
      startAfter: fc.constantFrom<(key: string) => string>(
        (key) => key,
        () => '',
      ),
    });
    await fc.assert(
      fc.asyncProperty(anyServer, async ({ there, known, both, pageSize, order, startAfter }) => {
        const keys = [...new Set([...both, ...there])];
        const server = new Server(keys, pageSize, order, startAfter);
        assert.deepEqual(await server.list([...new Set([...known, ...both])]), [...keys].sort(order));
      }),
      RUNS,
    );
  });

  it('contains every known key, even if the server skips names that begin like the previous key', async () => {
    const anyKeys = fc.record({ keys: names, pageSize: fc.integer({ min: 1, max: 4 }) });
    await fc.assert(
      fc.asyncProperty(anyKeys, async ({ keys, pageSize }) => {
        const server = new Server(keys, pageSize, compareKeys, (key) =>
          key === '' ? '' : `${key}\u{10ffff}`,
        );
        assert.deepEqual(await server.list(keys), [...keys].sort(compareKeys));
      }),
      RUNS,
    );
  });

  it('takes no extra request if nothing changed, in any order of the known keys', async () => {
    await fc.assert(
      fc.asyncProperty(names, fc.integer({ min: 1, max: 5 }), async (keys, pageSize) => {
        const server = new Server(keys, pageSize);
        assert.deepEqual(await server.list(keys), [...keys].sort(compareKeys));
        assert.equal(server.asked.length, server.fewest);
      }),
      RUNS,
    );
  });

  it('requests all pages except the first by their place', async () => {
    const server = new Server(numbered(100), 10);
    await server.list(numbered(100));
    assert.deepEqual(
      server.asked,
      [0, 9, 19, 29, 39, 49, 59, 69, 79, 89].map((i) =>
        i === 0 ? {} : { startAfter: `k${String(i).padStart(4, '0')}` },
      ),
    );
  });

  it('takes no extra request if only the first page has a new key', async () => {
    const server = new Server(['a', ...numbered(100)], 10);
    assert.equal((await server.list(numbered(100))).length, 101);
    assert.equal(server.asked.length, server.fewest);
    assert.equal(server.asked.filter(({ startAfter }) => startAfter !== undefined).length, 9);
  });

  it('takes no extra request if every page has foreign keys', async () => {
    const server = new Server([...numbered(100), ...numbered(100).map((key) => `${key}.npz`)], 10);
    assert.equal((await server.list(numbered(100))).length, 200);
    assert.equal(server.asked.length, server.fewest);
  });

  it('takes one extra request for a page with a new key', async () => {
    const server = new Server([...numbered(100), 'k0055.npz'], 10);
    assert.equal((await server.list(numbered(100))).length, 101);
    assert.equal(server.asked.length, server.fewest);
    const full = new Server([...numbered(99), 'k0055.npz'], 10);
    assert.equal((await full.list(numbered(99))).length, 100);
    assert.equal(full.asked.length, full.fewest + 1);
  });

  it('continues by tokens before a page that lacks a known key, and discards the parallel requests', async () => {
    const server = new Server(
      numbered(1000).filter((key) => key !== 'k0055'),
      10,
    );
    assert.equal((await server.list(numbered(1000))).length, 999);
    const [tokens, places] = [
      server.asked.filter(({ token }) => token !== undefined),
      server.asked.filter(({ startAfter }) => startAfter !== undefined),
    ];
    assert.equal(tokens[0]?.token, 'k0049');
    assert.equal(tokens.length, 95);
    assert.ok(places.length < 5 + PAGES_AT_ONCE);
  });

  it('discards the parallel pages of a server that ignores where to begin', async () => {
    const server = new Server(numbered(1000), 10, compareKeys, () => '');
    assert.deepEqual(await server.list(numbered(1000)), numbered(1000));
    assert.ok(server.asked.length <= server.fewest + PAGES_AT_ONCE);
  });
});
