/** The README of a package, made from the repository's: the editor shows it as the page of the extension. */

/** What only a reader of the repository can use: pictures, files, npm commands. */
const REPOSITORY_ONLY = /\s*<!-- repository -->.*?<!-- \/repository -->/gs;

/**
 * Leaves out what stands between `<!-- repository -->` and `<!-- /repository -->`. An installed extension shows no
 * picture of its own, nor opens a file by a relative link. Throws with all that a reader of the package could not use.
 */
export function userReadme(readme: string): string {
  const text = readme.replaceAll(REPOSITORY_ONLY, '').trim();
  const reasons = uselessInPackage(text);
  if (reasons.length > 0)
    throw new Error(`The README of a package must not have:\n- ${reasons.join('\n- ')}`);
  return `${text}\n`;
}

/** What the page of an installed extension shows broken, or what its reader cannot run. */
export function uselessInPackage(readme: string): string[] {
  const links = [...readme.matchAll(/\]\(([^)\s]*)[^)]*\)|(?:src|href)="([^"]*)"/g)].map(
    ([, markdown, html]) => markdown ?? html ?? '',
  );
  return [
    ...links.filter((link) => !/^(https:|#)/.test(link)).map((link) => `a link to ${link}`),
    ...[...readme.matchAll(/\bnpm (ci|run|test|link)\b[^`\n]*/g)].map(
      ([command]) => `the command ${command}`,
    ),
    ...(/<!-- \/?repository -->/.test(readme)
      ? ['an open or unopened mark of what is the repository’s']
      : []),
  ];
}
