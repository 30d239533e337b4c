import type * as vscode from 'vscode';
import { plainHttpSentence } from '../../operations/texts/endpointTexts.js';
import { isLoopback } from '../../core/endpointSafety.js';
import { showWarning, t } from '../shown/messages.js';

/** Where requests go and who signs them. */
export interface ConfirmedPlace {
  readonly bucket: string;
  /** Empty: the AWS configuration decides; without one, AWS. */
  readonly endpoint: string;
  /** Empty: the AWS configuration decides. */
  readonly profile: string;
}

const CONFIRMED = 'confirmedPlaces';
const TOLD_OF = 'plainHttpToldOf';

/**
 * The places in S3 that the user of this machine has confirmed. A repository can name any place in its settings, and
 * that is no reason to send data and signed requests there. A place that the user set, or gave keys for, needs no
 * question.
 */
export class ConfirmedPlaces {
  /** `state`: of this machine, for all workspaces. */
  constructor(private readonly state: vscode.Memento) {}

  has(place: ConfirmedPlace): boolean {
    // Requests to a loopback address stay on this machine.
    return isLoopback(place.endpoint) || this.#list(CONFIRMED).includes(keyOf(place));
  }

  async add(place: ConfirmedPlace): Promise<void> {
    await this.#remember(CONFIRMED, keyOf(place));
  }

  /** Warns of an endpoint without encryption, once on this machine. */
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
