import type { SyncRequest } from '../../operations/protocol/requests.js';
import type { SyncResult } from '../../operations/protocol/results.js';
import { ask, t } from '../shown/messages.js';
import { guardQuestion, lossQuestion, type PlanQuestion } from './planQuestion.js';

export type PlanAnswer = 'yes' | 'no' | 'preview';

/**
 * Asks about the plan that the engine is about to carry out: about what it deletes or overwrites without history where
 * `confirm` says so, and once more where a guard has tripped, whatever else was answered. Each yes is to the plan at
 * hand only. `isPreviewed`: it was looked at just now, so that is not offered again, and one question is enough.
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
    const answer = await answerTo(question, isPreviewed);
    if (answer !== 'yes') return answer;
  }
  return 'yes';
}

async function answerTo(question: PlanQuestion, isPreviewed: boolean): Promise<PlanAnswer> {
  const preview = t('Preview…');
  const { button } = question;
  const choice = await ask(question, ...(isPreviewed ? [button] : [button, preview]));
  if (choice === button) return 'yes';
  return choice === preview ? 'preview' : 'no';
}
