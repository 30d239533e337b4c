import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { LICENCE, readManifest } from './runtimeModules.js';

const RULE = '-'.repeat(80);

interface Work {
  readonly name: string;
  readonly version: string;
  readonly licence: string;
  readonly text: string;
}

/**
 * The notices for the contents of a package: the licence texts of all npm packages in the given folders, and the GNU
 * licences for the libraries inside sharp's builds.
 */
export function thirdPartyNotices(folders: Iterable<string>): string {
  const gnu = ['LGPL-3.0', 'GPL-3.0'].map((name) =>
    readFileSync(resolve('scripts/packaging/licenses', `${name}.txt`), 'utf8').trim(),
  );
  return noticesOf('S3 Training Data Manager', [...noticeTexts(folders), ...gnu]);
}

/** The notices of a product from their texts. */
export function noticesOf(product: string, texts: readonly string[]): string {
  const head = `Third-party notices\n\n${product} contains the following works, each under its own licence.`;
  return `${[head, ...texts].join(`\n\n${RULE}\n\n`)}\n`;
}

/** The licence texts of all npm packages in the given folders, equal texts only once. */
export function noticeTexts(folders: Iterable<string>): string[] {
  const works = [...folders].map(workIn);
  const byText = new Map<string, Work[]>();
  for (const work of works.sort((a, b) => a.name.localeCompare(b.name))) {
    byText.set(work.text, [...(byText.get(work.text) ?? []), work]);
  }
  return [...byText].map(([text, same]) => `${same.map(title).join('\n')}\n\n${text}`);
}

const title = ({ name, version, licence }: Work) => `${name} ${version} (${licence})`;

function workIn(folder: string): Work {
  const { name, version, license } = readManifest(folder);
  const files = readdirSync(folder).filter((file) => LICENCE.test(file));
  const texts = files.map((file) => readFileSync(join(folder, file), 'utf8').trim());
  if (name.startsWith('@img/sharp-')) texts.push(licensingSection(folder));
  if (license === undefined && texts.length === 0) throw new Error(`${name} says nothing about its licence`);
  const licence = license ?? 'see below';
  return { name, version, licence, text: texts.join('\n\n') || `Licence: ${licence}` };
}

/** The section of a README in which sharp's builds list their libraries with the licences. */
function licensingSection(folder: string): string {
  const readme = readFileSync(join(folder, 'README.md'), 'utf8');
  return readme.slice(readme.indexOf('## Licensing')).replace('## Licensing', '').trim();
}
