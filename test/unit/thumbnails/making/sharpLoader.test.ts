import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';

/** Prints, from a new process, which of the two builds it loaded and the thumbnail that it makes of a red square. */
const SCRIPT = `
  if (process.argv[2] === 'electron') process.versions.electron = '34.0.0';
  const { loadSharp } = require('./sharpLoader.js');
  const sharp = process.argv[2] === 'wasm' ? loadSharp(false) : loadSharp();
  const red = { create: { width: 500, height: 300, channels: 3, background: 'red' } };
  sharp(red).resize(256).webp({ quality: 75, effort: 2 }).toBuffer().then((webp) => {
    const loaded = process.report.getReport().sharedObjects.some((file) => /libvips/.test(file));
    console.log(JSON.stringify({ native: loaded, webp: webp.toString('hex') }));
    process.exit();
  });
`;

describe('loading sharp', () => {
  let folder: string;
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'sharp-loader-'));
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'), 'junction');
    const entryPoints = ['src/thumbnails/making/sharpLoader.ts'];
    buildSync({ entryPoints, bundle: true, platform: 'node', external: ['sharp'], outdir: folder });
    writeFileSync(join(folder, 'load.cjs'), SCRIPT);
  });
  after(() => rmSync(folder, { recursive: true }));

  function load(how: 'as it comes' | 'wasm' | 'electron'): { native: boolean; webp: string } {
    const output = execFileSync(process.execPath, [join(folder, 'load.cjs'), how], { cwd: tmpdir() });
    return JSON.parse(String(output)) as { native: boolean; webp: string };
  }

  it('uses the native build in plain Node', () => {
    assert.equal(load('as it comes').native, true);
  });

  it('uses WebAssembly on request, with the same result byte for byte', () => {
    const wasm = load('wasm');
    assert.equal(wasm.native, false);
    assert.equal(wasm.webp, load('as it comes').webp);
  }).timeout(20_000);

  it('uses WebAssembly inside Electron only on Linux, where libraries clash', function () {
    if (process.platform !== 'linux') this.skip();
    assert.equal(load('electron').native, false);
  }).timeout(20_000);
});
