import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { DEFAULT_IMAGE_EXTENSIONS } from '../../../../src/dataset/trainingImage.js';
import {
  COMMANDS,
  CONTEXT_KEYS,
  CONTEXT_VALUES,
  GALLERY_VIEW_TYPE,
  OBJECT_SCHEME,
  SETTING_DEFAULTS,
  SETTINGS_SECTION,
  VIEW_CONTAINER,
  VIEWS,
} from '../../../../src/host/settings/ids.js';

interface MenuItem {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

interface Manifest {
  readonly activationEvents: string[];
  readonly capabilities: { readonly untrustedWorkspaces: { readonly restrictedConfigurations: string[] } };
  readonly contributes: {
    readonly commands: { readonly command: string; readonly title: string; readonly category: string }[];
    readonly viewsContainers: { readonly activitybar: { readonly id: string }[] };
    readonly views: Record<string, { readonly id: string; readonly when?: string }[]>;
    readonly viewsWelcome: { readonly view: string }[];
    readonly menus: Record<string, MenuItem[]>;
    readonly configuration: { readonly properties: Record<string, { default: unknown; scope: string }> };
  };
}

const read = (file: string): string => readFileSync(new URL(`../../../../${file}`, import.meta.url), 'utf8');
const manifestText = read('package.json');
const manifest = JSON.parse(manifestText) as Manifest;
const { contributes } = manifest;
const strings = JSON.parse(read('package.nls.json')) as Record<string, string>;
const menuItems = Object.values(contributes.menus).flat();

const sorted = (names: Iterable<string>): string[] => [...new Set(names)].sort();
const matches = (text: string, pattern: RegExp): string[] =>
  [...text.matchAll(pattern)].map((match) => match[1] ?? '');

describe('the ids of the manifest and of the code', () => {
  it('restricts in an untrusted workspace every setting that could redirect requests or lose files', () => {
    const harmless = {
      concurrency: 'how many transfers run at once, and without trust none does',
      terminalCommand: 'whether terminals find the command line, and without trust there are none',
    };
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.deepEqual(
      sorted([
        ...restrictedConfigurations,
        ...Object.keys(harmless).map((key) => `${SETTINGS_SECTION}.${key}`),
      ]),
      sorted(Object.keys(contributes.configuration.properties)),
    );
  });

  it('has the same commands in both', () => {
    assert.deepEqual(
      sorted(contributes.commands.map(({ command }) => command)),
      sorted(Object.values(COMMANDS)),
    );
  });

  it('has only its own commands in its menus, and each of them in the palette or a menu', () => {
    assert.deepEqual(
      sorted([...menuItems.map(({ command }) => command), COMMANDS.refresh, COMMANDS.showLog]),
      sorted(Object.values(COMMANDS)),
    );
  });

  it('restores the panel that the code opens as a gallery', () => {
    const restored = manifest.activationEvents.filter((event) => event.startsWith('onWebviewPanel:'));
    assert.deepEqual(restored, [`onWebviewPanel:${GALLERY_VIEW_TYPE}`]);
  });

  it('has the same container and views in both', () => {
    assert.deepEqual(
      contributes.viewsContainers.activitybar.map(({ id }) => id),
      [VIEW_CONTAINER],
    );
    const views = Object.values(VIEWS);
    assert.deepEqual(
      contributes.views[VIEW_CONTAINER]?.map(({ id }) => id),
      views,
    );
    // Only the view of images can be empty: the view of the plan is hidden without a plan.
    assert.deepEqual(sorted(contributes.viewsWelcome.map(({ view }) => view)), [VIEWS.trainingImages]);
    const whens = menuItems.map(({ when = '' }) => when).join('\n');
    assert.deepEqual(sorted(matches(whens, /\bview == ([\w.]+)/g)), sorted(views));
  });

  it('uses exactly the context keys of the code in its “when” clauses', () => {
    const whens = [...menuItems, ...Object.values(contributes.views).flat()].map(({ when = '' }) => when);
    const keys = matches(whens.join('\n'), /(?<![.\w'])(?<!view == )(s3TrainingData\.\w+)/g);
    assert.deepEqual(sorted(keys), sorted(Object.values(CONTEXT_KEYS)));
  });

  it('has its webview menus only in the gallery, with all that its page calls a section', () => {
    const whens = (contributes.menus['webview/context'] ?? []).map(({ when = '' }) => when);
    for (const when of whens) assert.ok(when.startsWith(`webviewId == '${GALLERY_VIEW_TYPE}' && `), when);
    assert.deepEqual(sorted(matches(whens.join('\n'), /webviewSection (== '\w+'|=~ \S+)/g)), [
      "== 'card'",
      "== 'gallery'",
      '=~ /^cards?$/',
    ]);
  });

  it('activates the extension when the editor restores a file of S3', () => {
    assert.ok(manifest.activationEvents.includes(`onFileSystem:${OBJECT_SCHEME}`));
  });

  it('has menus only for kinds of items that the trees have', () => {
    const whens = menuItems.map(({ when = '' }) => when).join('\n');
    const kinds = [
      ...matches(whens, /viewItem [!=]= (\w+)/g),
      ...matches(whens, /viewItem =~ \/\^\(([\w|]+)\)\$\//g).flatMap((alternatives) =>
        alternatives.split('|'),
      ),
    ];
    assert.deepEqual(sorted(kinds), sorted(Object.values(CONTEXT_VALUES)));
  });

  it('has the same settings with the same defaults in both', () => {
    const inManifest = Object.entries(contributes.configuration.properties).map(
      ([key, setting]) => [key, setting.default] as const,
    );
    const inCode = Object.entries(SETTING_DEFAULTS).map(
      ([key, value]) => [`${SETTINGS_SECTION}.${key}`, value as unknown] as const,
    );
    assert.deepEqual(Object.fromEntries(inManifest), Object.fromEntries(inCode));
    assert.deepEqual(SETTING_DEFAULTS.imageExtensions, DEFAULT_IMAGE_EXTENSIONS);
  });

  it('gives each setting the scope in which it can be set', () => {
    const scopes = Object.entries(contributes.configuration.properties).map(([key, { scope }]) => [
      key.slice(SETTINGS_SECTION.length + 1),
      scope,
    ]);
    assert.deepEqual(Object.fromEntries(scopes), {
      bucket: 'resource',
      prefix: 'resource',
      syncDeletes: 'resource',
      confirm: 'resource',
      stylesFolder: 'resource',
      imageExtensions: 'resource',
      region: 'machine-overridable',
      endpoint: 'machine-overridable',
      profile: 'machine-overridable',
      followLinks: 'machine',
      forcePathStyle: 'machine-overridable',
      concurrency: 'window',
      terminalCommand: 'window',
      'history.keepDays': 'resource',
      'history.keepMegabytes': 'resource',
    });
  });

  it('offers no sync in an untrusted workspace', () => {
    const syncs = menuItems.filter(({ command }) => /\.(?:sync(?:To|From)S3|previewSync)$/.test(command));
    for (const { when = '' } of syncs) assert.match(when, /isWorkspaceTrusted/);
  });

  it('takes every string from package.nls.json, which has no unused string', () => {
    const used = matches(manifestText, /"%([\w.]+)%"/g);
    assert.deepEqual(sorted(used), sorted(Object.keys(strings)));
    for (const { title, category } of contributes.commands) {
      assert.match(title, /^%.+%$/);
      assert.match(category, /^%.+%$/);
    }
  });

  it('links from its strings to its own commands and settings only', () => {
    const texts = Object.values(strings).join('\n');
    const commands = matches(texts, /command:(s3TrainingData\.\w+)/g);
    for (const command of commands) assert.ok((Object.values(COMMANDS) as string[]).includes(command));
    const settings = matches(texts, /`#(s3TrainingData\.\w+)#`/g);
    for (const setting of settings) assert.ok(setting in contributes.configuration.properties);
  });

  it('shows at most three inline actions on an item', () => {
    const inline = contributes.menus['view/item/context']?.filter(({ group }) => group?.startsWith('inline'));
    // Of two actions at one place, the direction of the plan shows one.
    const places = (inline ?? []).filter(({ when = '' }) => !when.includes(`!${CONTEXT_KEYS.planToS3}`));
    for (const kind of Object.values(CONTEXT_VALUES)) {
      const ofKind = places.filter(({ when = '' }) => new RegExp(`viewItem == ${kind}\\b`).test(when));
      assert.ok(ofKind.length <= 3, kind);
    }
  });
});
