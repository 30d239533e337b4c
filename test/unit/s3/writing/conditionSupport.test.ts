import assert from 'node:assert/strict';
import { ConditionSupport } from '../../../../src/s3/writing/conditionSupport.js';
import type { ServerFacts } from '../../../../src/core/ports/stores.js';

const ENDPOINT = 'http://127.0.0.1:9000';
const HOUR_MS = 60 * 60 * 1000;
const DAY_MS = 24 * HOUR_MS;
const UNKNOWN = { create: 'unknown', replace: 'unknown', delete: 'unknown', etagQuotes: 'with' };

/** Stores JSON, as a file would. */
class JsonMemory implements ServerFacts {
  text: string | undefined;
  load(): Promise<unknown> {
    return Promise.resolve(this.text === undefined ? undefined : JSON.parse(this.text));
  }
  save(value: unknown): Promise<void> {
    this.text = JSON.stringify(value);
    return Promise.resolve();
  }
}

describe('The knowledge of how a server checks conditions', () => {
  let memory: JsonMemory;
  let nowMs: number;
  beforeEach(() => {
    memory = new JsonMemory();
    nowMs = Date.parse('2026-01-01T00:00:00Z');
  });

  /** The knowledge of a process that has just started. */
  async function begin(bucket = 'training', endpoint = ENDPOINT): Promise<ConditionSupport> {
    const knowledge = new ConditionSupport(endpoint, bucket, () => nowMs);
    await knowledge.rememberIn(memory);
    return knowledge;
  }

  it('is empty at first, and complete for AWS', async () => {
    assert.deepEqual((await begin()).protection, UNKNOWN);
    const aws = await begin('training', '');
    const everything = { create: 'server', replace: 'server', delete: 'server', etagQuotes: 'with' };
    assert.deepEqual(aws.protection, everything);
    await aws.learn('delete', 're-check');
    assert.deepEqual(aws.protection, everything, 'a lost race there teaches nothing');
  });

  it('outlives the process by a day', async () => {
    const first = await begin();
    await first.learn('create', 'server');
    await first.learn('replace', 'server', 'without');
    const found = { ...UNKNOWN, create: 'server', replace: 'server', etagQuotes: 'without' };
    assert.deepEqual((await begin()).protection, found);
    nowMs += DAY_MS;
    assert.deepEqual((await begin()).protection, found);
    nowMs += 1;
    assert.deepEqual((await begin()).protection, UNKNOWN);
  });

  it('expires after a day in a process that keeps running', async () => {
    const knowledge = await begin();
    await knowledge.learn('create', 'server');
    await knowledge.noticeVersion('1');
    nowMs += DAY_MS;
    knowledge.forgetExpired();
    assert.equal(knowledge.protection.create, 'server');
    nowMs += 1;
    knowledge.forgetExpired();
    assert.deepEqual(knowledge.protection, UNKNOWN);
    assert.equal(knowledge.keepsVersions, undefined);
    await knowledge.rememberIn(memory);
    assert.deepEqual(knowledge.protection, UNKNOWN);
  });

  it('is saved to a second memory with its age', async () => {
    const knowledge = await begin();
    await knowledge.learn('create', 'server');
    nowMs += 20 * HOUR_MS;
    memory = new JsonMemory();
    await knowledge.rememberIn(memory);
    assert.equal((await begin()).protection.create, 'server');
    nowMs += 5 * HOUR_MS;
    assert.deepEqual((await begin()).protection, UNKNOWN);
  });

  it('belongs to one bucket at one endpoint', async () => {
    await (await begin('one')).learn('create', 'server');
    await (await begin('two')).learn('create', 're-check');
    assert.equal((await begin('one')).protection.create, 'server');
    assert.equal((await begin('two')).protection.create, 're-check');
    assert.equal((await begin('one', 'http://127.0.0.1:9001')).protection.create, 'unknown');
  });

  it('is discarded when the versioning of the bucket changes', async () => {
    for (const [before, after] of [
      [undefined, 'v1'],
      ['v1', undefined],
      ['v1', 'null'],
    ] as const) {
      memory = new JsonMemory();
      const knowledge = await begin();
      await knowledge.noticeVersion(before);
      await knowledge.learn('create', 'server');
      await knowledge.noticeVersion(before === 'v1' ? 'v2' : before);
      assert.equal(knowledge.protection.create, 'server');
      await (await begin()).noticeVersion(after);
      assert.deepEqual((await begin()).protection, UNKNOWN);
    }
  });

  for (const text of ['null', '[]', '"x"', '{}', `{"${ENDPOINT}/training":{"create":"yes"}}`]) {
    it(`ignores ${text} in the memory`, async () => {
      memory.text = text;
      assert.deepEqual((await begin()).protection, UNKNOWN);
    });
  }

  it('survives a memory that fails', async () => {
    const failing: ServerFacts = {
      load: () => Promise.reject(new Error('unreadable')),
      save: () => Promise.reject(new Error('disk full')),
    };
    const knowledge = new ConditionSupport(ENDPOINT, 'training');
    await knowledge.rememberIn(failing);
    await knowledge.learn('create', 'server');
    assert.equal(knowledge.protection.create, 'server');
  });

  it('comes from one probe of each kind at a time, for which the other writes wait', async () => {
    const knowledge = await begin();
    const happened: string[] = [];
    const told = (what: string) => () => Promise.resolve(void happened.push(what));
    let finish: () => void = () => undefined;
    const probe = new Promise<void>((resolve) => (finish = resolve)).then(told('probed'));
    const never = () => Promise.reject(new Error('a second probe'));
    const probing = knowledge.probe('delete', () => probe, never);
    const waiting = [1, 2].map(() => knowledge.probe('delete', never, told('went by it')));
    await knowledge.probe('create', told('probed another kind'), never);
    finish();
    await Promise.all([probing, ...waiting]);
    assert.deepEqual(happened, ['probed another kind', 'probed', 'went by it', 'went by it']);
  });

  it('comes from the next write if a probe has failed', async () => {
    const knowledge = await begin();
    const never = () => Promise.reject(new Error('a second probe'));
    const probing = knowledge.probe('delete', () => Promise.reject(new Error('no network')), never);
    const next = knowledge.probe('delete', never, () => Promise.resolve('its turn'));
    await assert.rejects(probing, /no network/);
    assert.equal(await next, 'its turn');
  });

  it('has expired if its time is in the future: a clock was wrong', async () => {
    await (await begin()).learn('create', 'server');
    nowMs -= 10 * 60 * 1000;
    assert.deepEqual((await begin()).protection, UNKNOWN);
  });
});
