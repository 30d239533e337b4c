import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { build } from 'esbuild';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import type { CaptionedImage } from '../../../../src/dataset/trainingImage.js';
import { galleryHtml } from '../../../../src/gallery/galleryHtml.js';
import { galleryStrings } from '../../../../src/gallery/galleryStrings.js';
import { ImageFeed } from '../../../../src/gallery/imageFeed.js';
import { versionOf } from '../../../../src/gallery/imageUpdates.js';
import { packMessage } from '../../../../src/gallery/messages/packedMessage.js';
import { readPageMessage } from '../../../../src/gallery/messages/pageMessages.js';
import type { FromPage, PackedMessage, ToPage } from '../../../../src/gallery/messages/protocol.js';
import { thumbnailMessage } from '../../../../src/gallery/thumbnailBatch.js';
import { plainText } from '../../../../src/operations/texts/translate.js';
import type { Thumbnail } from '../../../../src/thumbnails/thumbnailSource.js';
import { startBrowser, type LocalBrowser } from '../../../support/vscode/browser.js';

/** Emulates the webview API on a plain page: messages go to the test, and the state survives a reload. */
const WEBVIEW_API = `
  if (location.search === '?fresh') sessionStorage.clear();
  globalThis.acquireVsCodeApi = () => ({
    postMessage: (message) => globalThis.toPanel(message),
    getState: () => JSON.parse(sessionStorage.getItem('state') ?? 'null') ?? undefined,
    setState: (state) => sessionStorage.setItem('state', JSON.stringify(state)),
  });
  globalThis.fromPanel = (message, base64) => {
    if (base64 !== undefined) message.bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0)).buffer;
    globalThis.postMessage(message, '*');
  };`;

/** The gallery's page in a real browser. The test plays the panel, with the parts of the real panel. */
export class GalleryInBrowser {
  readonly messages: FromPage[] = [];
  readonly errors: string[] = [];
  /** Makes the thumbnail of an image; a coloured picture unless replaced. */
  thumbnailOf: (image: CaptionedImage) => Promise<Omit<Thumbnail, 'file'>> = async (image) => ({
    status: 'ready',
    webp: await picture(image.relativePath),
  });
  /** Reads the file of an image that the page decodes itself. */
  originalOf: (path: string) => ArrayBuffer = () => new ArrayBuffer(0);
  #images: readonly CaptionedImage[] = [];
  /** Number of pages opened so far. */
  #pages = 0;
  #feed: ImageFeed;

  private constructor(
    readonly page: Page,
    private readonly browser: LocalBrowser,
    private readonly server: Server,
    private readonly address: string,
    private readonly files: Map<string, Uint8Array>,
  ) {
    this.#feed = new ImageFeed(
      (message) => this.#later(this.send(packMessage(message))),
      () => Promise.resolve(),
    );
  }

  static async start(viewport = { width: 1000, height: 700 }): Promise<GalleryInBrowser> {
    const files = await bundle();
    const server = createServer((request, response) => {
      const address = `http://${request.headers.host ?? ''}`;
      const name = new URL(request.url ?? '', address).pathname.slice(1);
      const file = files.get(name);
      if (name !== '' && file === undefined) {
        response.writeHead(404).end();
        return;
      }
      response.writeHead(200, { 'content-type': contentType(name) });
      response.end(file ?? pageAt(address));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const browser = await startBrowser({ viewport });
    const page = await browser.context.newPage();
    const gallery = new GalleryInBrowser(page, browser, server, address, files);
    page.on('pageerror', (error) => gallery.errors.push(error.message));
    page.on('console', (line) => {
      if (line.type() === 'error') gallery.errors.push(line.text());
    });
    await page.exposeFunction('toPanel', (message: unknown) => gallery.#receive(message));
    await page.addInitScript(WEBVIEW_API);
    return gallery;
  }

  /** Opens a new page without stored state, which shows these images. */
  async open(images: readonly CaptionedImage[]): Promise<void> {
    this.#images = images;
    await this.#go('/?fresh');
  }

  /** Reloads the page with its stored state, as after it was hidden. */
  async reload(): Promise<void> {
    await this.#go('/');
  }

  async #go(path: string): Promise<void> {
    this.#pages++;
    this.messages.length = 0;
    await this.page.goto(this.address + path);
    await this.page.locator('#grid:not([hidden]) .gallery-card, #notice button').first().waitFor();
  }

  /** The address of a picture that the page can load. */
  serve(name: string, bytes: Uint8Array): string {
    this.files.set(name, bytes);
    return `${this.address}/${name}`;
  }

  async show(images: readonly CaptionedImage[]): Promise<void> {
    this.#images = images;
    await this.#feed.show(images);
  }

  async send(message: ToPage | PackedMessage): Promise<void> {
    const page = this.#pages;
    const bytes = 'bytes' in message ? Buffer.from(message.bytes).toString('base64') : undefined;
    try {
      await this.page.evaluate(`fromPanel(${JSON.stringify(message)}, ${JSON.stringify(bytes)})`);
    } catch (error) {
      // As in a webview, a page that has been left receives nothing any more.
      if (page === this.#pages) throw error;
    }
  }

  /** Resolves to the next message of a type from the page, or to one that arrived since the last `take`. */
  async take<T extends FromPage['type']>(type: T): Promise<Extract<FromPage, { type: T }>> {
    const deadline = Date.now() + 10_000;
    for (;;) {
      const index = this.messages.findIndex((message) => message.type === type);
      const [message] = index < 0 ? [] : this.messages.splice(index, 1);
      if (message) return message as Extract<FromPage, { type: T }>;
      if (Date.now() > deadline) throw new Error(`The page sent no ${type}`);
      await this.page.waitForTimeout(10);
    }
  }

  async close(): Promise<void> {
    await this.browser.close();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #receive(value: unknown): Promise<void> {
    const message = readPageMessage(value);
    this.messages.push(message);
    if (message.type === 'ready') await this.#greet();
    if (message.type === 'wantThumbnails') await this.#sendThumbnails(message.paths);
    if (message.type === 'wantOriginal') {
      const { path } = message;
      await this.send({ type: 'original', path, bytes: this.originalOf(path) });
    }
    if (message.type === 'failed') this.errors.push(message.message);
  }

  async #greet(): Promise<void> {
    this.#feed.restart();
    await this.send({
      type: 'init',
      strings: galleryStrings('styles/16', plainText),
      language: 'en',
      folder: 'file:///work/styles/16',
      thumbnailSize: 176,
      sort: 'name',
    });
    await this.send({ type: 'status', loading: false, error: null });
    await this.#feed.show(this.#images);
  }

  async #sendThumbnails(paths: readonly string[]): Promise<void> {
    const wanted = this.#images.filter((image) => paths.includes(image.relativePath));
    const targets = new Map(
      wanted.map((image) => [image.relativePath, { path: image.relativePath, version: versionOf(image) }]),
    );
    const batch = await Promise.all(
      wanted.map(async (image) => ({ file: image.relativePath, ...(await this.thumbnailOf(image)) })),
    );
    await this.send(thumbnailMessage(batch, targets));
  }

  /** Runs work in the background; its failure goes into `errors`, which fails the test at its end. */
  #later(work: Promise<void>): void {
    work.catch((error: unknown) => this.errors.push(String(error)));
  }
}

async function bundle(): Promise<Map<string, Uint8Array>> {
  const { outputFiles } = await build({
    bundle: true,
    write: false,
    outdir: '/',
    platform: 'browser',
    format: 'iife',
    target: 'es2022',
    entryPoints: { gallery: 'src/gallery/app/main.ts', 'gallery-style': 'src/gallery/app/gallery.css' },
    loader: { '.ttf': 'file' },
    assetNames: '[name]',
  });
  return new Map(outputFiles.map((file) => [file.path.replace(/^.*[/\\]/, ''), file.contents]));
}

function pageAt(address: string): string {
  return galleryHtml({
    script: `${address}/gallery.js`,
    style: `${address}/gallery-style.css`,
    cspSource: address,
    nonce: randomUUID(),
    language: 'en',
    title: '16 – Training Images',
  });
}

function contentType(name: string): string {
  if (name.endsWith('.js')) return 'text/javascript; charset=utf-8';
  if (name.endsWith('.css')) return 'text/css; charset=utf-8';
  if (name.endsWith('.png')) return 'image/png';
  return name === '' ? 'text/html; charset=utf-8' : 'font/ttf';
}

const pictures = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();

/** A small WebP whose colour and shape depend on the name. */
function picture(name: string): Promise<Uint8Array<ArrayBuffer>> {
  const number = Buffer.from(name).reduce((sum, byte) => (sum * 31 + byte) % 12, 7);
  const key = String(number);
  let made = pictures.get(key);
  if (made === undefined) {
    const background = { r: 40 + number * 16, g: 220 - number * 12, b: 90 + ((number * 53) % 120) };
    const [width, height] = number % 3 === 0 ? [256, 160] : number % 3 === 1 ? [160, 256] : [256, 256];
    made = sharp({ create: { width, height, channels: 3, background } })
      .webp()
      .toBuffer()
      .then((buffer) => new Uint8Array(buffer));
    pictures.set(key, made);
  }
  return made;
}
