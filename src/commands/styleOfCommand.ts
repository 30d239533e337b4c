import type { Style } from '../host/style/style.js';
import { subjectsOf } from './commandArguments.js';
import type { CommandServices } from './commandServices.js';
import { pickStyle } from './pickStyle.js';
import { syncTargets } from './syncTargets.js';

/**
 * The one style that a command is about: that of what it was called on, the only one, or the one that the user picks.
 * `undefined` where the user picks none; throws where there is none to pick.
 */
export async function styleOfCommand(
  { library }: CommandServices,
  args: readonly unknown[],
  title: string,
): Promise<Style | undefined> {
  const [target] = await syncTargets(subjectsOf(args), library, 'its style');
  return target?.style ?? pickStyle(library, title);
}
