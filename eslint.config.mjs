import tseslint from 'typescript-eslint';
import importX from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import { EXCEPTIONS, zones } from './borders.mjs';

/** Modules that only adapters may import; the pure core reaches them through its ports. */
const EDITOR = {
  group: ['vscode'],
  message: 'vscode belongs in extension.ts, commands/, views/, gallery/ and host/.',
};
const AWS = { group: ['@aws-sdk/*', '@smithy/*'], message: 'The AWS SDK belongs in s3/.' };
const FILES = {
  group: ['fs', 'fs/*', 'node:fs', 'node:fs/*'],
  message: 'The file system belongs in local/ (and the thumbnail process).',
};

/**
 * The functions that show text in the editor, and our modules that call them, because these sanitise text from outside.
 * The rule matches the name alone, in any form: `vscode.window.x`, `window['x']`, `const { x } = window`.
 */
const SHOWN = {
  names: [
    'show(Information|Warning|Error)Message',
    'with(Scm)?Progress',
    'setStatusBarMessage',
    'create(StatusBarItem|QuickPick|InputBox|OutputChannel)',
    'show(QuickPick|InputBox|WorkspaceFolderPick)',
    'l10n',
    'TreeItem',
  ].join('|'),
  by: [
    'src/host/shown/messages.ts',
    'src/host/shown/quickInput.ts',
    'src/host/shown/log.ts',
    'src/views/treeItem.ts',
  ],
  message:
    'Text is shown by host/shown/{messages,quickInput,log}.ts and views/treeItem.ts: they sanitise it.',
};
const shown = (selector) => ({
  selector: selector.replace('NAME', `/^(${SHOWN.names})$/`),
  message: SHOWN.message,
});

/** Forbids the import of `patterns` in `files`. */
const without = (files, patterns, ignores = []) => ({
  files,
  ignores,
  rules: { 'no-restricted-imports': ['error', { patterns }] },
});

export default tseslint.config(
  { ignores: ['dist/', 'artifacts/', '.vscode-test/', 'node_modules/'] },
  {
    files: ['src/**/*.ts', 'test/**/*.ts', 'scripts/**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    plugins: { 'import-x': importX },
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.json', './src/gallery/app/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    rules: {
      'import-x/no-cycle': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/explicit-module-boundary-types': 'error',
      'no-console': 'error',
    },
  },
  without(
    ['dataset', 'merge', 'core', 'recording', 'sync', 'undo', 'operations'].map((room) => `src/${room}/**`),
    [EDITOR, AWS, FILES],
  ),
  without(['src/s3/**'], [EDITOR, FILES], ['src/s3/client/authorities.ts']),
  // The certificate file belongs to the AWS configuration, and the SDK reads only the other parts of it.
  without(['src/s3/client/authorities.ts'], [EDITOR]),
  without(['src/local/**', 'src/thumbnails/**'], [EDITOR, AWS]),
  without(['src/wiring/**', 'src/engine/**', 'src/cli.ts', 'src/cli/**'], [EDITOR, AWS, FILES]),
  without(
    ['src/extension.ts', 'src/commands/**', 'src/views/**', 'src/host/**', 'src/gallery/*.ts'],
    [AWS, FILES],
  ),
  without(
    ['src/gallery/app/**'],
    [EDITOR, AWS, FILES, { group: ['node:*'], message: 'This runs in a browser.' }],
  ),
  { files: ['src/**/*.ts'], rules: { 'import-x/no-restricted-paths': ['error', { zones: zones() }] } },
  ...EXCEPTIONS.map(([importer, imported]) => ({
    files: [`src/${importer}`],
    rules: { 'import-x/no-restricted-paths': ['error', { zones: zones(imported) }] },
  })),
  {
    files: ['test/**/*.ts', 'scripts/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['src/**'],
    ignores: ['src/cli/output.ts'],
    rules: {
      'no-restricted-properties': [
        'error',
        ...['stdout', 'stderr'].map((property) => ({
          object: 'process',
          property,
          message: 'cli/output.ts prints: nothing that comes from outside steers the terminal.',
        })),
      ],
    },
  },
  {
    files: ['src/**'],
    ignores: SHOWN.by,
    rules: {
      'no-restricted-syntax': [
        'error',
        shown('MemberExpression[property.name=NAME]'),
        shown('MemberExpression > Literal[value=NAME]'),
        shown('ObjectPattern > Property[key.name=NAME]'),
        shown(
          'ImportDeclaration[source.value="vscode"][importKind!="type"] > ImportSpecifier[imported.name=NAME]',
        ),
      ],
    },
  },
  {
    files: ['test/**/*.ts'],
    rules: {
      '@typescript-eslint/no-unused-expressions': 'off',
      '@typescript-eslint/explicit-module-boundary-types': 'off',
      'no-restricted-syntax': [
        'error',
        {
          selector: 'Program > ExpressionStatement > CallExpression[callee.name=/^(before|after)(Each)?$/]',
          message: 'Outside a describe a hook runs for the tests of all files.',
        },
      ],
    },
  },
);
