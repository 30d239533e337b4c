import { aptInstall, aptIsUsable } from './apt.js';
import type { Requirement } from './requirements.js';

/**
 * Installs missing `requirements`: with apt on Debian and Ubuntu as root, from npm anywhere. Resolves to those that are
 * not available, each with the reason as a sentence.
 */
export async function provide(requirements: Iterable<Requirement>): Promise<Map<Requirement, string>> {
  const missing = [...new Set(requirements)].filter((requirement) => !requirement.present());
  const packages = missing.flatMap(({ debianPackages }) => debianPackages);
  if (packages.length > 0 && aptIsUsable()) await aptInstall(packages);

  const unmet = new Map<Requirement, string>();
  for (const requirement of missing) {
    const reason = await reasonOfLack(requirement);
    if (reason !== undefined) unmet.set(requirement, reason);
  }
  return unmet;
}

async function reasonOfLack(requirement: Requirement): Promise<string | undefined> {
  const { title, debianPackages } = requirement;
  if (requirement.fetch !== undefined) {
    return requirement.fetch().then(
      () => undefined,
      (error: unknown) => `${title} could not be installed: ${String(error)}`,
    );
  }
  if (requirement.present()) return undefined;
  return aptIsUsable()
    ? `${title} is missing, and apt could not install it (${debianPackages.join(' ')})`
    : `${title} is missing. On Debian or Ubuntu: apt-get install --no-install-recommends ${debianPackages.join(' ')}`;
}
