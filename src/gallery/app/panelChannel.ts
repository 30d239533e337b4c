import { unpackMessage } from '../messages/packedMessage.js';
import type { FromPage, PackedMessage, ToPage } from '../messages/protocol.js';

/** What the webview gives its page to reach the extension; `acquireVsCodeApi` may be called once. */
interface WebviewApi {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): WebviewApi;

/** The page's line to its panel, and the drawer in which it leaves what it wants to remember. */
export class PanelChannel {
  readonly #api = acquireVsCodeApi();

  post(message: FromPage): void {
    this.#api.postMessage(message);
  }

  /** Only the extension host can post to a webview's page: its messages are taken by their type. */
  listen(receive: (message: ToPage) => void): void {
    window.addEventListener('message', (event: MessageEvent<ToPage | PackedMessage>) =>
      receive(unpackMessage(event.data)),
    );
  }

  get stored(): unknown {
    return this.#api.getState();
  }

  store(state: object): void {
    this.#api.setState(state);
  }

  /** Sends what nothing on the page caught to the extension's log. */
  reportErrors(): void {
    const report = (reason: unknown): void =>
      this.post({
        type: 'failed',
        message: reason instanceof Error ? (reason.stack ?? reason.message) : String(reason),
      });
    window.addEventListener('error', (event) => report(event.error ?? event.message));
    window.addEventListener('unhandledrejection', (event) => report(event.reason));
  }
}
