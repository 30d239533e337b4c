/** Whether this is the one-file program, which holds its licences; esbuild.js puts it in. */
declare const IS_ONE_FILE_PROGRAM: boolean;

const BESIDE = 'The licences are in THIRD-PARTY-NOTICES.txt of the extension’s package.\n';

/** The licences of the program and of all that it contains, or where they are. */
export async function licencesText(): Promise<string> {
  if (!IS_ONE_FILE_PROGRAM) return BESIDE;
  const { getAsset } = await import('node:sea');
  return getAsset('licenses', 'utf8');
}
