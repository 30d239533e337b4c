import assert from 'node:assert/strict';
import { crc32, deflateRawSync } from 'node:zlib';
import { checkPackage } from '../../../scripts/packaging/checkPackage.js';
import { readZip } from '../../../scripts/packaging/zip.js';

/** A ZIP archive in which every second file is stored uncompressed. */
function zip(files: Readonly<Record<string, Buffer | string>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  Object.entries(files).forEach(([name, text], index) => {
    const content = Buffer.from(text);
    const method = index % 2 === 0 ? 0 : 8;
    const data = method === 0 ? content : deflateRawSync(content);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(method, 4);
    fields.writeUInt32LE(crc32(content), 10);
    fields.writeUInt32LE(data.length, 14);
    fields.writeUInt32LE(content.length, 18);
    fields.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00'), fields, tail, Buffer.from(name));
    parts.push(local);
    offset += local.length;
  });
  const end = Buffer.alloc(18);
  const length = directory.reduce((sum, part) => sum + part.length, 0);
  end.writeUInt16LE(Object.keys(files).length, 4);
  end.writeUInt16LE(Object.keys(files).length, 6);
  end.writeUInt32LE(length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, ...directory, Buffer.from('PK\x05\x06'), end]);
}

/** The complaints of the check about a package with only these files. */
async function reasons(
  files: Readonly<Record<string, Buffer | string>>,
  target = 'universal',
): Promise<string> {
  const wrapped = Object.entries(files).map(([name, content]) => [`extension/${name}`, content] as const);
  let message = '';
  await assert.rejects(checkPackage('x.vsix', target, zip(Object.fromEntries(wrapped))), (error: Error) => {
    message = error.message;
    return true;
  });
  return message;
}

describe('the check of a package', () => {
  it('reads stored and compressed files of an archive', () => {
    const files = { 'a.txt': 'stored', 'folder/ü.txt': 'deflated', 'empty.txt': '' };
    const read = [...readZip(zip(files))].map(([name, content]) => [name, content.toString()]);
    assert.deepEqual(Object.fromEntries(read), files);
    assert.throws(() => readZip(Buffer.from('no archive')), /not a ZIP archive/);
  });

  for (const stray of [
    'src/extension.ts',
    'dist/extension.js.map',
    'dist/node_modules/sharp/README.md',
    'dist/node_modules/sharp/dist/index.d.cts',
    'dist/node_modules/@aws-sdk/client-s3/package.json.bak',
    'node_modules/sharp/package.json',
    'test/unit/x.test.js',
    '.env',
  ]) {
    it(`refuses ${stray}`, async () => {
      assert.ok((await reasons({ [stray]: '' })).includes(`- ${stray} does not belong in it`));
    });
  }

  it('refuses native code in the universal package, and accepts it in a package for a platform', async () => {
    const file = 'dist/node_modules/@img/sharp-linux-x64/lib/sharp-linux-x64-0.35.5.node';
    assert.match(await reasons({ [file]: '' }), /\.node does not belong/);
    assert.doesNotMatch(await reasons({ [file]: '' }, 'linux-x64'), /does not belong/);
  });

  it('names what is missing', async () => {
    const message = await reasons({ 'package.json': '{}' });
    assert.match(message, /dist\/extension\.js is missing/);
    assert.doesNotMatch(message, /package\.json is missing/);
  });

  it('refuses more than 8 MB in the universal package, and more than 15 MB in one for a platform', async () => {
    // Two files, of which the first is stored uncompressed.
    const files = (bytes: number) => ({ 'dist/extension.js': Buffer.alloc(bytes), 'package.json': '{}' });
    assert.match(await reasons(files(8_000_001)), /bytes of at most 8000000/);
    assert.doesNotMatch(await reasons(files(14_000_000), 'linux-x64'), /bytes of at most/);
    assert.match(await reasons(files(15_000_001), 'linux-x64'), /bytes of at most 15000000/);
  });
});
