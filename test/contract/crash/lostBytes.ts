import * as fs from 'node:fs';
import path from 'node:path';
import { recoveryStoreOf } from '../../../src/local/recovery/recoveryStore.js';
import type { RecordedAct } from '../../../src/core/ports/journal.js';
import { bundledText } from '../../support/bundledText.js';
import type { EditedStyle, Files } from './editedStyle.js';

/** Names of unfinished files: hidden, and without an image's extension. */
const TEMPORARY = /^\.s3-training-data-[0-9a-f]{8}-[0-9]+-[0-9a-f]{16}\.tmp$/;

/** What is wrong with a style after a run was killed, one sentence each; empty where nothing is. */
export async function damageTo(
  style: EditedStyle,
  before: { source: Files; target: Files },
): Promise<string[]> {
  const [local, remote, source, target] = [
    style.local(),
    await style.remote(),
    await style.source(),
    await style.target(),
  ];
  return [
    ...[...local, ...remote].flatMap(([file, bytes]) =>
      TEMPORARY.test(path.basename(file)) || style.isVersion(file, bytes) ? [] : [`${file} is torn`],
    ),
    ...[...remote.keys()].filter((file) => TEMPORARY.test(file)).map((file) => `${file} is in S3`),
    ...changedFiles(before.source, source).map((file) => `${file} of the source is not what it was`),
    ...(await lostFiles(style, changedFiles(before.target, target), before.target)),
  ];
}

/** Files that are gone or hold other bytes. */
export const changedFiles = (before: Files, now: Files): string[] =>
  [...before].flatMap(([file, bytes]) => (isSame(now.get(file), bytes) ? [] : [file]));

/** Files that only one of two sides has, or that differ. */
export const differences = (one: Files, other: Files): string[] => [
  ...new Set([...changedFiles(one, other), ...changedFiles(other, one)]),
];

/** Files whose former bytes are nowhere: neither in the source, nor in the backups that the journal names. */
async function lostFiles(style: EditedStyle, files: readonly string[], former: Files): Promise<string[]> {
  const [source, acts] = [await style.source(), await recordedActs(style.folder)];
  const lost: string[] = [];
  for (const file of files) {
    const bytes = former.get(file);
    if (isSame(source.get(file), bytes)) continue;
    const kept = await Promise.allSettled(
      acts.filter(({ path: actedOn }) => actedOn === file).map((act) => keptBytes(style, act)),
    );
    const isKept = kept.some((found) => found.status === 'fulfilled' && isSame(found.value, bytes));
    if (!isKept) lost.push(`the former bytes of ${file} are nowhere`);
  }
  return lost;
}

async function recordedActs(folder: string): Promise<readonly RecordedAct[]> {
  return (await recoveryStoreOf(folder).runs()).flatMap(({ acts }) => acts);
}

async function keptBytes(style: EditedStyle, { before }: RecordedAct): Promise<Uint8Array | undefined> {
  switch (before?.kept.in) {
    case 'trash':
      return style.bucket.get(before.kept.key);
    case 'captions': {
      const text = bundledText(await style.bucket.get(before.kept.key), before.kept.sha256);
      return text === undefined ? undefined : Buffer.from(text);
    }
    case 'store':
      return blobOf(style, before.kept.sha256);
    default:
      return undefined;
  }
}

async function blobOf(style: EditedStyle, sha256: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of recoveryStoreOf(style.folder).read(sha256)) parts.push(part);
  return Buffer.concat(parts);
}

const isSame = (one: Uint8Array | undefined, other: Uint8Array | undefined): boolean =>
  one !== undefined && other !== undefined && Buffer.compare(one, other) === 0;

/** What crashed runs left in the style's folder and in the store beside it. */
export function leftovers(style: EditedStyle): string[] {
  const store = path.join(style.folder, '..', '.s3-training-data', style.id);
  return [style.folder, store].flatMap((folder) =>
    fs
      .readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tmp$|^lock/.test(path.basename(file))),
  );
}
