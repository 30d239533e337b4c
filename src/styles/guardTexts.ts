import { changesOf, type Guard } from '../sync/guards.js';
import type { Plan } from '../sync/plan.js';

/** Why a plan is held up, in a sentence or two, for those who cannot be asked. */
export function describeGuards(plan: Plan, guards: readonly Guard[]): string {
  const target = plan.direction === 'to-s3' ? 'in S3' : 'in the folder';
  const sentences: Record<Guard, string> = {
    'mass-change': `${changesOf(plan)} of ${plan.targetSize} files ${target} would be replaced or deleted.`,
    'replaced-folder':
      'The folder is not the one that was synced last: is another disk mounted in its place?',
  };
  return guards.map((guard) => sentences[guard]).join(' ');
}
