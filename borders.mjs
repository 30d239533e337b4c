/**
 * The rooms of `src/`, and the rooms that each of them may import. Rooms are listed from the ground up, and no arrow
 * points back. The lint rules and the diagram of CONTRIBUTING.md are generated from this table. A room is the files of
 * one folder, without its sub-folders. Type imports count.
 */
const CORE = ['core', 'core/ports', 'core/concurrency', 'core/content', 'core/manifest'];
const WIRED = ['core', 'core/ports', 'core/concurrency', 'core/content'];
const WORDS = ['operations/protocol', 'operations/texts'];
const PAGE = [
  'gallery/app/elements',
  'gallery/app/images',
  'gallery/app/controls',
  'gallery/app/grid',
  'gallery/app/details',
];
const HOST = ['host/shown', 'host/settings', 'host/style', 'host/texts'];

export const ARROWS = {
  dataset: [],
  merge: [],

  core: ['dataset'],
  'core/concurrency': [],
  'core/ports': ['core', 'dataset'],
  'core/content': ['core', 'core/ports', 'dataset'],
  'core/manifest': ['core', 'core/ports', 'core/content', 'dataset'],

  recording: [...WIRED, 'dataset'],
  'sync/plan': [...CORE, 'dataset'],
  'sync/apply': [...CORE, 'dataset', 'recording', 'sync/plan'],
  undo: [...CORE, 'dataset', 'recording', 'sync/apply'],
  pairs: ['core', 'core/ports', 'core/concurrency', 'dataset', 'sync/apply'],

  'local/files': ['core', 'core/ports', 'dataset'],
  'local/store': ['core', 'core/ports', 'dataset', 'local/files'],
  'local/style': ['core', 'core/ports', 'dataset', 'local/files', 'local/store'],
  'local/journal': ['core', 'core/ports', 'local/files', 'local/store'],
  'local/recovery': ['core', 'core/ports', 'dataset', 'local/files', 'local/store', 'local/journal'],

  'local/program': [],

  's3/http': [],
  's3/wire': ['core', 's3/http'],
  's3/client': ['core', 's3/http', 's3/wire'],
  's3/requests': ['core', 'core/ports', 'core/content', 's3/http', 's3/wire', 's3/client'],
  's3/reading': [...WIRED, 's3/http', 's3/wire', 's3/client', 's3/requests'],
  's3/writing': ['core', 'core/ports', 'core/content', 's3/wire', 's3/client', 's3/requests', 's3/reading'],
  s3: ['core', 'core/ports', 's3/client', 's3/requests', 's3/reading', 's3/writing'],

  'operations/protocol': ['core', 'core/ports', 'sync/plan'],
  'operations/texts': ['core', 'core/ports', 'dataset', 'sync/plan', 'operations/protocol'],
  operations: [
    ...CORE,
    'dataset',
    'merge',
    'recording',
    'sync/plan',
    'sync/apply',
    'undo',
    'pairs',
    ...WORDS,
  ],

  wiring: ['local/files', 'local/store', 'local/style', 'local/recovery', 's3', 'operations/protocol'],
  cli: ['core', 'dataset', 'operations', ...WORDS, 'wiring'],
  engine: ['core', 'dataset', 'local/store', 'local/style', 'operations', 'operations/protocol', 'wiring'],

  'thumbnails/header': [],
  'thumbnails/making': ['core/concurrency', 'thumbnails/header'],
  'thumbnails/cache': ['thumbnails/making'],
  thumbnails: ['thumbnails/header', 'thumbnails/making', 'thumbnails/cache'],

  'host/shown': ['core', 'operations/texts'],
  'host/settings': ['core', ...WORDS, 'host/shown'],
  'host/texts': ['core', ...WORDS, 'host/shown', 'host/settings'],
  'host/style': [
    ...['core', 'dataset', 'operations', ...WORDS, 'engine'],
    ...['host/shown', 'host/settings', 'host/texts'],
  ],
  'host/questions': ['dataset', ...WORDS, ...HOST],
  host: ['core', 'dataset', ...WORDS, 'engine', ...HOST, 'host/questions'],
  'host/terminal': ['core', 'local/program', 'host/shown', 'host/settings'],
  views: ['dataset', 'operations/texts', 'thumbnails', ...HOST],
  'views/syncPlan': ['core', 'dataset', 'sync/plan', ...WORDS, 'thumbnails', 'host', ...HOST, 'views'],
  commands: [
    ...['core', 'dataset', ...WORDS, 'engine', 'host', ...HOST, 'host/terminal'],
    ...['views', 'views/syncPlan'],
  ],
  'commands/pairs': [
    'core',
    'dataset',
    'host',
    'host/shown',
    'host/settings',
    'host/style',
    'host/questions',
    'operations/texts',
    'commands',
  ],
  'gallery/messages': ['dataset', 'thumbnails/making'],
  'gallery/details': [
    ...['core', 'core/ports', 'dataset', 'merge', 'operations/texts', 'engine'],
    ...['host', 'host/shown', 'host/settings', 'host/style', 'gallery/messages'],
  ],
  gallery: [
    ...['core', 'dataset', 'operations', 'operations/texts', 'thumbnails'],
    ...[
      'host',
      'host/shown',
      'host/settings',
      'host/style',
      'host/texts',
      'gallery/messages',
      'gallery/details',
    ],
  ],
  'gallery/app/elements': [],
  'gallery/app/images': ['gallery/messages'],
  'gallery/app/controls': ['gallery/messages', 'gallery/app/elements', 'gallery/app/images'],
  'gallery/app/grid': [
    ...['operations/texts', 'thumbnails/making'],
    ...['gallery/messages', 'gallery/app/elements', 'gallery/app/images'],
  ],
  'gallery/app/details': [
    ...['operations/texts', 'gallery/messages'],
    ...['gallery/app/elements', 'gallery/app/controls'],
  ],
  'gallery/app': ['gallery/messages', ...PAGE],
};

/** Allowed imports that no arrow covers: importer and imported file. */
export const EXCEPTIONS = [
  // The extension host reads one or two folders faster itself than by a call to the worker thread.
  ['host/style/styleFolders.ts', 'local/files/folders.ts'],
  // The user names the plan file, so it is opened as carefully as a file of a style.
  ['cli/approvedRows.ts', 'local/files/readBeginning.ts'],
];

const filesOf = (room) => `./src/${room}/*.ts`;

/**
 * The zones of `import-x/no-restricted-paths`: for each room, all other rooms that it must not import. `exception`: a
 * file that may be imported nevertheless.
 */
export const zones = (exception) =>
  Object.entries(ARROWS).map(([room, allowed]) => ({
    target: filesOf(room),
    from: Object.keys(ARROWS)
      .filter((other) => other !== room && !allowed.includes(other))
      .map(filesOf),
    ...(exception !== undefined && { except: [`**/${exception}`] }),
    message: `${room}/ may import ${allowed.join('/, ') || 'nothing'}: see borders.mjs.`,
  }));

/** The table as text: one line per room, from the ground up. */
export const diagram = () => {
  const width = Math.max(...Object.keys(ARROWS).map(({ length }) => length));
  return Object.entries(ARROWS)
    .map(([room, allowed]) => `${room.padEnd(width)}  ${allowed.length === 0 ? '–' : allowed.join(' ')}`)
    .join('\n');
};
