import assert from 'node:assert/strict';
import { headerSection } from '../../bench-ui/headers.js';
import { benchmarkDocument } from '../../bench-ui/report/document.js';
import { count, duration, megabytes } from '../../bench-ui/report/figures.js';
import { sectionReport } from '../../bench-ui/report/section.js';
import { thumbnailSection } from '../../bench-ui/thumbnails/measureThumbnails.js';
import { gallerySection } from '../../bench-ui/window/measureGallery.js';

describe('The report of the window’s benchmark', () => {
  it('formats figures for readers', () => {
    assert.deepEqual([3.14159, 99.6, 1250, undefined].map(duration), ['3.1 ms', '100 ms', '1.25 s', '–']);
    assert.deepEqual([1_234_567, 12_345_678, undefined].map(megabytes), ['1.23 MB', '12.3 MB', '–']);
    assert.equal(count(12345.6), '12,346');
  });

  it('compares the cost of a thumbnail with sharp alone, by the medians of the runs', () => {
    const { rows } = thumbnailSection(
      { title: '2 MP', width: 1632, height: 1224, count: 200 },
      [
        { name: 'ours', title: 'ours' },
        { name: 'sharp', title: 'sharp alone' },
      ],
      new Map([
        ['ours', [12, 11, 30]],
        ['sharp', [10, 10, 9]],
      ]),
    );
    assert.deepEqual(rows, [
      ['ours', '12.00', '83', '**1.20**'],
      ['sharp alone', '10.00', '100', '–'],
    ]);
  });

  it('says by how much our header parser is faster', () => {
    const rates = new Map([
      ['ours', [900, 1000, 1100]],
      ['sharp', [100, 100, 90]],
    ]);
    assert.deepEqual(headerSection(rates).rows, [
      ['ours', '1,000', '–'],
      ['sharp', '100', '**10.00**'],
    ]);
  });

  it('has a column for each size of style', () => {
    const figures = (cards: string) => new Map([['cards', cards]]);
    const { head, rows } = gallerySection([100, 10_000], [figures('40'), figures('60')]);
    assert.deepEqual(head, ['', '100 images', '10,000 images']);
    assert.deepEqual(rows, [['cards', '40', '60']]);
  });

  it('is a document with its circumstances, its tables and the omitted measurements', () => {
    const section = { title: 'Sizes', head: ['', 'size'], rows: [['VSIX', '12 MB']], notes: ['Packed.'] };
    assert.equal(
      sectionReport(section),
      '## Sizes\n\n|      | size  |\n| ---- | ----- |\n| VSIX | 12 MB |\n\nPacked.',
    );
    const document = benchmarkDocument([section], {
      date: '2026-11-22',
      versions: new Map([['Node', '20']]),
      leftOut: ['djpeg is missing'],
    });
    assert.match(document, /^# Benchmarks of the window\n/);
    assert.match(document, /on 2026-11-22; /);
    assert.match(document, /\n- Node: 20\n/);
    assert.ok(document.includes(sectionReport(section)));
    assert.ok(document.endsWith('## Left out\n\n- djpeg is missing\n'));
  });
});
