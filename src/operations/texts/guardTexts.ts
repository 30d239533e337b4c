import { changesOf, localLosses, type Guard } from '../../sync/plan/guards.js';
import type { Plan } from '../../sync/plan/plan.js';
import type { FileStore } from '../../core/ports/fileStore.js';
import { firstNames } from './firstNames.js';

/** The reasons why guards hold up a plan, in a sentence or two, where nobody can be asked. */
export function describeGuards(
  plan: Plan,
  guards: readonly Guard[],
  files: Pick<FileStore, 'root' | 'linkedFrom'>,
): string {
  const side = plan.direction === 'to-s3' ? 'in S3' : 'here';
  const sentences: Record<Guard, string> = {
    'mass-change': `${changesOf(plan)} of ${plan.targetSize} images and captions ${side} would be replaced or deleted.`,
    'replaced-folder':
      'The folder is not the one that was synced last: is another disk mounted in its place?',
    'linked-folder': linkSentence(plan, files),
  };
  return guards.map((guard) => sentences[guard]).join(' ');
}

function linkSentence(
  plan: Plan,
  { root, linkedFrom = root }: Pick<FileStore, 'root' | 'linkedFrom'>,
): string {
  const names = firstNames(localLosses(plan));
  return `“${linkedFrom}” is a link to “${root}”, where files would be replaced or deleted: ${names}.`;
}
