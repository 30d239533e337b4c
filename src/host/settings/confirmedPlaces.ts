import type * as vscode from 'vscode';
import { plainHttpSentence } from '../../operations/texts/endpointTexts.js';
import { isLoopback } from '../../core/endpointSafety.js';
import { showWarning, t } from '../shown/messages.js';

/** Where requests go and who signs them, as a question names it. */
export interface ConfirmedPlace {
  readonly bucket: string;
  /** Empty: AWS, or what the AWS configuration says. */
  readonly endpoint: string;
  /** Empty: what the AWS configuration says. */
  readonly profile: string;
}

const CONFIRMED = 'confirmedPlaces';
const TOLD_OF = 'plainHttpToldOf';

/**
 * Places in S3 that the user of this machine has said yes to, and what was said of them. A repository can name any: its settings alone are no
 * reason to send it data and signed requests. What the user set, or gave keys for, needs no question.
 */
export class ConfirmedPlaces {
  /** `state`: of this machine, for all workspaces. */
  constructor(private readonly state: vscode.Memento) {}

  has(place: ConfirmedPlace): boolean {
    // What is reached on this machine leaves it by nobody but a server of its own.
    return isLoopback(place.endpoint) || this.#list(CONFIRMED).includes(keyOf(place));
  }

  async add(place: ConfirmedPlace): Promise<void> {
    await this.#remember(CONFIRMED, keyOf(place));
  }

  /** Says of an endpoint without encryption that it has none, once on this machine. */
  warnOfPlainHttpOnce(endpoint: string): void {
    const sentence = plainHttpSentence(endpoint, t);
    if (sentence === undefined || this.#list(TOLD_OF).includes(endpoint)) return;
    void this.#remember(TOLD_OF, endpoint);
    void showWarning(sentence);
  }

  #list(name: string): readonly string[] {
    const list: unknown = this.state.get(name);
    return Array.isArray(list) ? list.filter((key) => typeof key === 'string') : [];
  }

  async #remember(name: string, key: string): Promise<void> {
    await this.state.update(name, [...new Set([...this.#list(name), key])]);
  }
}

const keyOf = ({ bucket, endpoint, profile }: ConfirmedPlace): string =>
  JSON.stringify([endpoint, bucket, profile]);
