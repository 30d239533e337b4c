import type * as vscode from 'vscode';
import type { ConnectionValues } from '../host/bucketConnection.js';
import {
  bucketNameProblem,
  endpointTextProblem,
  prefixTextProblem,
  regionTextProblem,
} from '../host/texts/placeProblems.js';
import { t } from '../host/shown/messages.js';
import type { Credentials } from '../host/settings/secrets.js';
import type { ErrorCode } from '../core/errors.js';
import type { StepAnswer, Question } from './inputSteps.js';
import { askChoice, askText, BACK } from './inputSteps.js';

/** A question of “Configure S3 Connection”: its name, its present value, and how it is asked. */
export interface ConnectionQuestion {
  readonly name: string;
  /** The errors that a wrong answer causes. */
  readonly mends: readonly ErrorCode[];
  /** The present answer in one line, without secrets. */
  valueText(values: ConnectionValues): string;
  /** Returns the values with the new answer. */
  ask(values: ConnectionValues, question: Question): Promise<StepAnswer<ConnectionValues>>;
}

export function connectionQuestions(): readonly ConnectionQuestion[] {
  return [bucketQuestion(), prefixQuestion(), endpointQuestion(), regionQuestion(), signInQuestion()];
}

function bucketQuestion(): ConnectionQuestion {
  return {
    name: t('Bucket'),
    mends: ['missing-bucket', 'access-denied', 'unsupported-bucket'],
    valueText: ({ bucket }) => bucket,
    ask: async (values, question) =>
      answered(
        await askText({
          ...question,
          prompt: t('Name of the S3 bucket that holds your styles'),
          value: values.bucket,
          placeholder: t('my-training-data'),
          problemOf: (text) => bucketNameProblem(text, t),
        }),
        (bucket) => ({ ...values, bucket }),
      ),
  };
}

function prefixQuestion(): ConnectionQuestion {
  return {
    name: t('Prefix'),
    mends: [],
    valueText: ({ prefix }) => prefix,
    ask: async (values, question) =>
      answered(
        await askText({
          ...question,
          prompt: t('The folder in the bucket that holds the styles; may be empty'),
          value: values.prefix,
          placeholder: 'styles/',
          problemOf: (text) => prefixTextProblem(text, t),
        }),
        (prefix) => ({ ...values, prefix }),
      ),
  };
}

function endpointQuestion(): ConnectionQuestion {
  return {
    name: t('Endpoint'),
    mends: ['no-network', 'untrusted-certificate', 'wrong-endpoint', 'redirected'],
    // An endpoint with a password in it is neither used nor shown.
    valueText: ({ endpoint }) => endpointTextProblem(endpoint, t) ?? (endpoint || t('AWS')),
    ask: async (values, question) =>
      answered(
        await askText({
          ...question,
          prompt: t('URL of an S3-compatible server; empty for AWS'),
          value: values.endpoint,
          placeholder: 'https://s3.example.com',
          problemOf: (text) => endpointTextProblem(text, t),
        }),
        (endpoint) => ({ ...values, endpoint }),
      ),
  };
}

function regionQuestion(): ConnectionQuestion {
  return {
    name: t('Region'),
    mends: ['wrong-region'],
    valueText: ({ region }) => region || t('from the AWS configuration'),
    ask: async (values, question) =>
      answered(
        await askText({
          ...question,
          prompt: t('Region of the bucket; empty to take it from the AWS configuration'),
          value: values.region,
          placeholder: 'eu-central-1',
          problemOf: (text) => regionTextProblem(text, t),
        }),
        (region) => ({ ...values, region }),
      ),
  };
}

interface SignInItem extends vscode.QuickPickItem {
  ask(): Promise<StepAnswer<ConnectionValues>>;
}

function signInQuestion(): ConnectionQuestion {
  return {
    name: t('Sign-in'),
    mends: ['no-credentials', 'wrong-credentials', 'expired-credentials'],
    valueText: ({ credentials, profile }) => {
      if (credentials !== undefined) return t('access key {0}', credentials.accessKeyId);
      return profile === '' ? t('AWS configuration of this machine') : t('profile {0}', profile);
    },
    ask: async (values, question) => {
      for (;;) {
        const items = signInItems(values, question);
        const picked = await askChoice({
          ...question,
          placeholder: t('How to sign in to S3'),
          items,
          active: items[values.credentials === undefined ? (values.profile === '' ? 0 : 1) : 2],
        });
        if (picked === undefined || picked === BACK) return picked;
        const answer = await picked.ask();
        if (answer !== BACK) return answer;
      }
    },
  };
}

function signInItems(values: ConnectionValues, question: Question): SignInItem[] {
  const further: Question = { ...question, canGoBack: true };
  return [
    {
      label: t('AWS configuration of this machine'),
      detail: t('Environment variables, ~/.aws, SSO, or the role of the machine'),
      ask: () => Promise.resolve({ ...values, profile: '', credentials: undefined }),
    },
    {
      label: t('AWS profile…'),
      detail: t('A named profile of ~/.aws/config'),
      ask: async () =>
        answered(
          await askText({
            ...further,
            prompt: t('Name of the AWS profile'),
            value: values.profile,
            placeholder: 'default',
            problemOf: (text) => (text === '' ? t('Enter the name of a profile.') : undefined),
          }),
          (profile) => ({ ...values, profile, credentials: undefined }),
        ),
    },
    {
      label: t('Access keys…'),
      detail: t('Kept in the secret storage of VS Code, never in settings'),
      ask: async () =>
        answered(await askCredentials(values.credentials, further), (credentials) => ({
          ...values,
          profile: '',
          credentials,
        })),
    },
  ];
}

async function askCredentials(
  before: Credentials | undefined,
  question: Question,
): Promise<StepAnswer<Credentials>> {
  const accessKeyId = await askText({
    ...question,
    prompt: t('Access key id'),
    value: before?.accessKeyId ?? '',
    problemOf: (text) => (text === '' ? t('Enter an access key id.') : undefined),
  });
  if (accessKeyId === undefined || accessKeyId === BACK) return accessKeyId;
  const secretAccessKey = await askText({
    ...question,
    prompt: t('Secret access key of {0}', accessKeyId),
    value: before?.accessKeyId === accessKeyId ? before.secretAccessKey : '',
    password: true,
    problemOf: (text) => (text === '' ? t('Enter the secret access key.') : undefined),
  });
  if (secretAccessKey === undefined || secretAccessKey === BACK) return secretAccessKey;
  const sessionToken = await askText({
    ...question,
    prompt: t('Session token, for temporary keys only; otherwise empty'),
    value: '',
    password: true,
  });
  if (sessionToken === undefined || sessionToken === BACK) return sessionToken;
  return { accessKeyId, secretAccessKey, ...(sessionToken !== '' && { sessionToken }) };
}

function answered<T>(
  answer: StepAnswer<T>,
  apply: (value: T) => ConnectionValues,
): StepAnswer<ConnectionValues> {
  if (answer === undefined) return undefined;
  if (answer === BACK) return BACK;
  return apply(answer);
}
