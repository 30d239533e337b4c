import type { SyncRequest } from '../../operations/protocol/requests.js';
import type { SyncResult } from '../../operations/protocol/results.js';
import { ask, t } from '../shown/messages.js';
import { guardQuestion, lossQuestion, type PlanQuestion } from './planQuestion.js';

export type PlanAnswer = 'yes' | 'no' | 'preview';

/**
 * Asks about a plan before the engine carries it out: about deletions and about overwrites without history where
 * `confirm` says so, and once more where a guard has tripped, whatever the first answer was. A yes holds for this plan
 * only. `isPreviewed`: the user has just seen the plan, so a preview is not offered and one question is enough.
 */
export async function askAboutPlan(
  plan: SyncResult,
  { confirm, isPreviewed }: { readonly confirm: SyncRequest['confirm']; readonly isPreviewed: boolean },
): Promise<PlanAnswer> {
  const guard = guardQuestion(plan, t);
  const isAskedOnce = isPreviewed && guard !== undefined;
  const loss = confirm === 'never' || isAskedOnce ? undefined : lossQuestion(plan, t);
  for (const question of [loss, guard]) {
    if (question === undefined) continue;
    const answer = await answerTo(question, { isPreviewed, isDoubtful: deletesUnknown(plan) });
    if (answer !== 'yes') return answer;
  }
  return 'yes';
}

/**
 * Whether files would be deleted that the other side is not known to have had. An undo may have taken them out there, so
 * the first button does not delete them.
 */
const deletesUnknown = ({ plan = [] }: SyncResult): boolean =>
  plan.some(({ action, reason }) => action === 'delete' && reason === 'never seen here');

async function answerTo(
  question: PlanQuestion,
  { isPreviewed, isDoubtful }: { readonly isPreviewed: boolean; readonly isDoubtful: boolean },
): Promise<PlanAnswer> {
  const preview = t('Preview…');
  const { button } = question;
  const buttons = isDoubtful ? [preview, button] : [button, preview];
  const choice = await ask(question, ...(isPreviewed ? [button] : buttons));
  if (choice === button) return 'yes';
  return choice === preview ? 'preview' : 'no';
}
