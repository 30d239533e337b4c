import * as vscode from 'vscode';
import type { ConnectionValues } from '../host/bucketConnection.js';
import { readConnectionValues, toBucketConnection } from '../host/bucketConnection.js';
import { logError } from '../host/texts/errorMessages.js';
import { showFailure, showInformation, t, withProgress } from '../host/shown/messages.js';
import { pickWorkspaceFolder } from '../host/shown/quickInput.js';
import { writeSetting } from '../host/settings/settings.js';
import { checkTrusted } from '../host/settings/trust.js';
import { describeError } from '../operations/texts/errorTexts.js';
import type { SyncError } from '../core/errors.js';
import { asSyncError } from '../core/errors.js';
import type { CommandServices } from './commandServices.js';
import type { ConnectionQuestion } from './connectionQuestions.js';
import { connectionQuestions } from './connectionQuestions.js';
import { askChoice, BACK } from './inputSteps.js';

/**
 * Configure S3 Connection…
 * 1. In a workspace of several folders: asks for the folder.
 * 2. Asks for the bucket, prefix, endpoint, region, and how to sign in, each with its present value.
 * 3. Tests the connection. Where that fails: shows the error, and lets the user change any of the answers.
 * 4. Only then writes the settings to the workspace and the keys to the key store.
 * 5. Confirms that the connection works.
 */
export async function configureConnection(services: CommandServices): Promise<void> {
  checkTrusted();
  const resource = await askForFolder();
  if (resource === 'none picked') return;
  const before = await readConnectionValues(resource, services.connections.secrets);
  const values = await askUntilConnected(before, resource, services);
  if (values === undefined) return;
  await write(values, before, resource, services);
  void showInformation(t('Connected to the bucket {0}. You can sync now.', values.bucket));
}

/**
 * The folder that the settings are for; `undefined` where no folder is open: then they are written to the user's
 * settings.
 */
async function askForFolder(): Promise<vscode.Uri | 'none picked' | undefined> {
  const folders = vscode.workspace.workspaceFolders ?? [];
  if (folders.length < 2) return folders[0]?.uri;
  const picked = await pickWorkspaceFolder(t('Choose the folder to configure'));
  return picked === undefined ? 'none picked' : picked.uri;
}

/** `undefined` where the user cancelled. */
async function askUntilConnected(
  before: ConnectionValues,
  resource: vscode.Uri | undefined,
  services: CommandServices,
): Promise<ConnectionValues | undefined> {
  const questions = connectionQuestions();
  let values = await askAll(questions, before);
  while (values !== undefined) {
    const error = await connectionError(values, resource, services);
    if (error === undefined) return values;
    values = await mend(values, error, questions);
  }
  return undefined;
}

/** Asks one question after the other; each can go back to the one before. */
async function askAll(
  questions: readonly ConnectionQuestion[],
  before: ConnectionValues,
): Promise<ConnectionValues | undefined> {
  let values = before;
  let at = 0;
  for (;;) {
    const question = questions[at];
    if (question === undefined) return values;
    const answer = await question.ask(values, {
      title: titleFor(question),
      step: { at: at + 1, of: questions.length },
      canGoBack: at > 0,
    });
    if (answer === undefined) return undefined;
    if (answer === BACK) at--;
    else {
      values = answer;
      at++;
    }
  }
}

/** The error of the connection; `undefined` where it works. Throws where the user cancelled. */
async function connectionError(
  values: ConnectionValues,
  resource: vscode.Uri | undefined,
  { engine, log }: CommandServices,
): Promise<SyncError | undefined> {
  const title = t('Testing the connection to {0}', values.bucket);
  return withProgress(title, async (_, token) => {
    const controller = new AbortController();
    token.onCancellationRequested(() => controller.abort());
    try {
      await engine.checkConnection(toBucketConnection(values, resource), controller.signal);
      return undefined;
    } catch (error) {
      if (token.isCancellationRequested) throw new vscode.CancellationError();
      logError(error, log);
      return asSyncError(error);
    }
  });
}

/**
 * Shows the error in a notification, which has room for it, and lists every answer, the likely cause first.
 * `undefined`: the user cancelled.
 */
async function mend(
  values: ConnectionValues,
  error: SyncError,
  questions: readonly ConnectionQuestion[],
): Promise<ConnectionValues | undefined> {
  const byLikelihood = [...questions].sort(
    (a, b) => Number(b.mends.includes(error.code)) - Number(a.mends.includes(error.code)),
  );
  // The title of a list is one line, and the editor cuts it.
  void showFailure(describeError(error.code, error.data, t));
  for (;;) {
    const picked = await askChoice({
      title: t('Not Connected to {0}', values.bucket),
      placeholder: t('Choose what to change'),
      canGoBack: false,
      items: [
        ...byLikelihood.map((question) => ({
          label: question.name,
          iconPath: new vscode.ThemeIcon('edit'),
          description: question.valueText(values),
          question,
        })),
        { label: t('Test Again'), iconPath: new vscode.ThemeIcon('refresh'), question: undefined },
      ],
    });
    if (picked === undefined || picked === BACK) return undefined;
    const { question } = picked;
    if (question === undefined) return values;
    const answer = await question.ask(values, { title: titleFor(question), canGoBack: true });
    if (answer !== BACK) return answer;
  }
}

function titleFor({ name }: ConnectionQuestion): string {
  return t('Configure S3 Connection: {0}', name);
}

/** Writes only the values that changed: the others may come from the user's own settings. */
async function write(
  values: ConnectionValues,
  before: ConnectionValues,
  resource: vscode.Uri | undefined,
  { connections }: CommandServices,
): Promise<void> {
  await connections.secrets.set(values.endpoint, values.bucket, values.credentials);
  for (const key of ['endpoint', 'region', 'profile', 'prefix', 'bucket'] as const) {
    if (values[key] !== before[key]) await writeSetting(key, values[key], resource);
  }
  await connections.places.add(values);
  connections.places.warnOfPlainHttpOnce(values.endpoint);
}
