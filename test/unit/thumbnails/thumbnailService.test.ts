import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import {
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import sharp from 'sharp';
import { forkThumbnailProcess } from '../../../src/thumbnails/forkThumbnailProcess.js';
import { ThumbnailService } from '../../../src/thumbnails/thumbnailService.js';
import type { Thumbnail, ThumbnailRequest } from '../../../src/thumbnails/thumbnailSource.js';

/** The real process, but it kills itself at an image with `crash` in its name, as a bug in a decoder would. */
const CRASHING = `
  process.on('message', ({ type, images }) => {
    if (type === 'make' && images.some(({ file }) => file.includes('crash'))) process.kill(process.pid, 'SIGKILL');
  });
  require('./process.js');
`;

describe('thumbnail service', function () {
  this.timeout(20_000);
  let folder: string;
  let jpeg: Buffer;
  before(async () => {
    folder = mkdtempSync(join(tmpdir(), 'thumbnail-process-'));
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
    const entryPoints = ['src/thumbnails/process.ts'];
    buildSync({ entryPoints, bundle: true, platform: 'node', external: ['sharp'], outdir: folder });
    writeFileSync(join(folder, 'crashing.js'), CRASHING);
    writeFileSync(join(folder, 'broken.js'), 'console.error("cannot start"); process.exit(3)');
    jpeg = await sharp({ create: { width: 600, height: 400, channels: 3, background: 'red' } })
      .jpeg()
      .toBuffer();
  });
  after(() => rmSync(folder, { recursive: true }));

  let images: string;
  let cacheFolder: string;
  let problems: string[];
  let processes: ChildProcess[];
  let service: ThumbnailService;
  beforeEach(() => {
    const own = mkdtempSync(join(tmpdir(), 'thumbnail-service-'));
    images = join(own, 'images');
    cacheFolder = join(own, 'cache');
    mkdirSync(images);
    problems = [];
    processes = [];
    service = serviceOf('process.js');
  });
  afterEach(async () => {
    service.dispose();
    await Promise.all(processes.map(exited));
    rmSync(join(images, '..'), { recursive: true });
  });

  function serviceOf(script: string, idleMs?: number): ThumbnailService {
    return new ThumbnailService({
      script: join(folder, script),
      cacheFolder,
      onProblem: (message) => problems.push(message),
      ...(idleMs !== undefined && { idleMs }),
      fork: (...args) => {
        const started = forkThumbnailProcess(...args);
        processes.push(started);
        return started;
      },
    });
  }

  function write(name: string, bytes: Buffer = jpeg): ThumbnailRequest {
    const file = join(images, name);
    writeFileSync(file, bytes);
    return requestOf(file);
  }

  /** Requests thumbnails like a gallery, and waits for all of them. */
  function thumbnailsOf(requests: readonly ThumbnailRequest[], owner: object = {}): Promise<Thumbnail[]> {
    return new Promise((done) => {
      const received: Thumbnail[] = [];
      service.request(owner, requests, (batch) => {
        received.push(...batch);
        if (received.length === requests.length) done(received);
      });
    });
  }
  const names = (thumbnails: readonly Thumbnail[]) =>
    thumbnails.map(({ file, status }) => `${file.slice(images.length + 1)} ${status}`);

  it('starts no process before the first request', () => {
    assert.equal(processes.length, 0);
  });

  it('starts its process on `prepare`, and uses it for the next request', async () => {
    service.prepare();
    service.prepare();
    assert.equal(processes.length, 1);
    assert.deepEqual(names(await thumbnailsOf([write('a.jpg')])), ['a.jpg ready']);
    assert.equal(processes.length, 1);
  });

  it('ends a prepared process that gets no request', async () => {
    service = serviceOf('process.js', 10);
    service.prepare();
    await Promise.all(processes.map(exited));
    assert.deepEqual(problems, []);
  });

  it('makes thumbnails of intact and damaged images, with the size of the originals', async () => {
    const requests = [
      write('photo ünï 📷 #1 100%.jpg'),
      write('text.jpg', Buffer.from('no image at all')),
      write('empty.png', Buffer.alloc(0)),
    ];
    const thumbnails = await thumbnailsOf(requests);
    assert.deepEqual(names(thumbnails).sort(), [
      'empty.png damaged',
      'photo ünï 📷 #1 100%.jpg ready',
      'text.jpg damaged',
    ]);
    const photo = thumbnails.find(({ status }) => status === 'ready');
    assert.deepEqual([photo?.width, photo?.height], [600, 400]);
    assert.ok(photo?.webp);
    assert.deepEqual((await sharp(photo.webp).metadata()).format, 'webp');
    assert.deepEqual(problems, []);
  });

  it('works in the order of the list', async () => {
    const requests = Array.from({ length: 60 }, (_, n) => write(`${String(n)}.jpg`));
    const order = (await thumbnailsOf(requests)).map(({ file }) =>
      requests.findIndex((r) => r.file === file),
    );
    // Images that are made at the same time may overtake each other, by at most their number.
    order.forEach((wanted, place) =>
      assert.ok(Math.abs(wanted - place) <= 8, `${String(wanted)} came as ${String(place)}`),
    );
  });

  it('returns thumbnails of an earlier session without making them again', async () => {
    const requests = Array.from({ length: 20 }, (_, n) => write(`${String(n)}.jpg`));
    const first = await thumbnailsOf(requests);
    service.dispose();
    // Same size and time, different content: only the cache can still have the picture.
    for (const { file, size, mtimeMs } of requests) {
      writeFileSync(file, Buffer.alloc(size));
      utimesSync(file, mtimeMs / 1000, mtimeMs / 1000);
    }
    service = serviceOf('process.js');
    const second = await thumbnailsOf(requests);
    const byFile = new Map(first.map((thumbnail) => [thumbnail.file, thumbnail]));
    for (const thumbnail of second) assert.deepEqual(thumbnail, byFile.get(thumbnail.file));
  });

  it('does not cache the thumbnail of a file that changed after the request', async () => {
    const asked = { ...write('a.jpg'), mtimeMs: 1000 };
    assert.deepEqual(names(await thumbnailsOf([asked])), ['a.jpg ready']);
    writeFileSync(asked.file, 'no image any more');
    assert.deepEqual(names(await thumbnailsOf([asked])), ['a.jpg damaged']);
  });

  it('delivers in batches: hundreds of cached thumbnails wake up the receiver only a few times', async () => {
    const { file } = write('icon.jpg', await sharp(jpeg).resize(30).jpeg().toBuffer());
    const requests = Array.from({ length: 300 }, (_, n) => {
      linkSync(file, `${file} ${String(n)}.jpg`);
      return requestOf(`${file} ${String(n)}.jpg`);
    });
    await thumbnailsOf(requests);
    let batches = 0;
    await new Promise<void>((done) => {
      let left = requests.length;
      service.request({}, requests, (batch) => {
        batches += 1;
        left -= batch.length;
        if (left === 0) done();
      });
    });
    assert.equal(batches, 3);
  });

  it('gives its process only the environment variables that a decoder needs', async function () {
    if (process.platform !== 'linux') this.skip();
    process.env['AWS_SECRET_ACCESS_KEY'] = 'a secret';
    process.env['SOME_TOKEN'] = 'another';
    try {
      service.prepare();
    } finally {
      delete process.env['AWS_SECRET_ACCESS_KEY'];
      delete process.env['SOME_TOKEN'];
    }
    const started = processes[0];
    assert.ok(started);
    await once(started, 'spawn');
    const environment = readFileSync(`/proc/${String(started.pid)}/environ`, 'utf8');
    const names = environment.split('\0').map((line) => line.split('=')[0]);
    assert.ok(names.includes('PATH') && names.includes('UV_THREADPOOL_SIZE'));
    assert.ok(!environment.includes('AWS_') && !environment.includes('SOME_TOKEN'));
  });

  it('drops images that are not in a new list', async () => {
    const owner = {};
    const unwanted = Array.from({ length: 300 }, (_, n) => write(`unwanted ${String(n)}.jpg`));
    const wanted = write('wanted.jpg');
    const dropped: Thumbnail[] = [];
    service.request(owner, unwanted, (batch) => dropped.push(...batch));
    assert.deepEqual(names(await thumbnailsOf([wanted], owner)), ['wanted.jpg ready']);
    assert.deepEqual(dropped, []);
  });

  it('forgets the images of a released owner', async () => {
    const owner = {};
    service.request(owner, [write('released.jpg')], () => assert.fail('it was released'));
    service.release(owner);
    assert.equal((await thumbnailsOf([write('other.jpg')])).length, 1);
  });

  it('makes the remaining thumbnails when an image kills the process, and reports that image as damaged', async () => {
    service = serviceOf('crashing.js');
    const requests = ['a.jpg', 'b.jpg', 'crash.jpg', 'c.jpg', 'd.jpg'].map((name) => write(name));
    assert.deepEqual(names(await thumbnailsOf(requests)).sort(), [
      'a.jpg ready',
      'b.jpg ready',
      'c.jpg ready',
      'crash.jpg damaged',
      'd.jpg ready',
    ]);
    assert.equal(processes.length, 3);
    assert.equal(problems.length, 2);
    assert.match(problems[0] ?? '', /SIGKILL/);
  });

  it('tolerates several images that kill the process', async () => {
    service = serviceOf('crashing.js');
    const requests = ['crash 1.jpg', 'crash 2.jpg', 'crash 3.jpg', 'crash 4.jpg', 'a.jpg'].map((name) =>
      write(name),
    );
    const found = names(await thumbnailsOf(requests)).sort();
    assert.equal(found.filter((name) => name.endsWith('damaged')).length, 4);
    assert.ok(found.includes('a.jpg ready'));
  });

  it('recovers when the process is killed', async () => {
    const requests = Array.from({ length: 30 }, (_, n) => write(`${String(n)}.jpg`));
    const thumbnails = thumbnailsOf(requests);
    processes[0]?.kill('SIGKILL');
    assert.ok((await thumbnails).every(({ status }) => status === 'ready'));
    assert.equal(processes.length, 2);
  });

  it('gives up, and reports it, if the process cannot start', async () => {
    service = serviceOf('broken.js');
    assert.deepEqual(names(await thumbnailsOf([write('a.jpg')])), ['a.jpg unsupported']);
    assert.equal(processes.length, 3);
    assert.match(problems[0] ?? '', /exit status 3.*cannot start/);
    assert.match(problems.at(-1) ?? '', /cannot be made here/);
  });

  it('makes thumbnails without a cache, and reports it, if the cache cannot be written', async () => {
    writeFileSync(cacheFolder, 'a file in the way');
    assert.deepEqual(names(await thumbnailsOf([write('a.jpg')])), ['a.jpg ready']);
    assert.match(problems.join(), /cache cannot be read/);
    rmSync(cacheFolder);
  });

  it('ends the process when it is idle, and starts another one for the next request', async () => {
    service = serviceOf('process.js', 20);
    const image = write('a.jpg');
    await thumbnailsOf([image]);
    const [first] = processes;
    assert.ok(first);
    await exited(first);
    assert.deepEqual(names(await thumbnailsOf([image])), ['a.jpg ready']);
    assert.equal(processes.length, 2);
    assert.deepEqual(problems, []);
  });

  it('leaves no process behind when it is disposed during work', async () => {
    service.request(
      {},
      Array.from({ length: 50 }, (_, n) => write(`${String(n)}.jpg`)),
      () => undefined,
    );
    service.dispose();
    const [started] = processes;
    assert.ok(started);
    await exited(started);
    service.request({}, [write('late.jpg')], () => undefined);
    assert.equal(processes.length, 1);
    assert.deepEqual(problems, []);
  });

  it('leaves no process behind when the extension host dies', async () => {
    service.request({}, [write('a.jpg')], () => undefined);
    const [started] = processes;
    assert.ok(started);
    started.disconnect();
    await exited(started);
  });

  it('reads an image’s size from its header, and returns nothing for other files', async () => {
    const size = { width: 600, height: 400 };
    assert.deepEqual(await service.dimensions(write('a.jpg').file), {
      ...size,
      format: 'JPEG',
      inBrowser: size,
    });
    assert.equal(await service.dimensions(write('text.jpg', Buffer.from('no image')).file), undefined);
    assert.equal(await service.dimensions(join(images, 'absent.jpg')), undefined);
    assert.equal(processes.length, 0);
  });

  it('reads a whole file, unless it is too large or not there', async () => {
    const { file, size } = write('a.jpg');
    assert.equal((await service.original(file))?.byteLength, size);
    assert.equal(await service.original(write('b.jpg', Buffer.alloc(2 ** 24 + 1)).file), undefined);
    assert.equal(await service.original(join(images, 'absent.jpg')), undefined);
    assert.equal(processes.length, 0);
  });

  it('writes nothing next to the images', async () => {
    await thumbnailsOf([write('a.jpg')]);
    assert.deepEqual(readdirSync(images), ['a.jpg']);
  });
});

function requestOf(file: string): ThumbnailRequest {
  const { size, mtimeMs } = statSync(file);
  return { file, size, mtimeMs };
}

async function exited(child: ChildProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
}
