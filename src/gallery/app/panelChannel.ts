import { unpackMessage } from '../messages/packedMessage.js';
import type { FromPage, PackedMessage, ToPage } from '../messages/protocol.js';

/** The API that VS Code gives a webview's page. A page may call `acquireVsCodeApi` only once. */
interface WebviewApi {
  postMessage(message: FromPage): void;
  getState(): unknown;
  setState(state: unknown): void;
}
declare function acquireVsCodeApi(): WebviewApi;

/** Sends messages to the panel and receives its messages; stores the state that outlives the page. */
export class PanelChannel {
  readonly #api = acquireVsCodeApi();

  post(message: FromPage): void {
    this.#api.postMessage(message);
  }

  /** Messages are not validated: only the extension host can post to a webview's page. */
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

  /** Sends uncaught errors of the page to the extension's log. */
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
