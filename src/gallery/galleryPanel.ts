import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';
import type { Style } from '../host/style/style.js';
import { galleryHtml } from './galleryHtml.js';
import type { GalleryServices } from './galleryServices.js';
import { PageSession } from './pageSession.js';

/** The folder of the page's bundles inside the extension. */
export function pageFolder(extensionUri: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extensionUri, 'dist');
}

/** One style's gallery: a webview panel and the session of its page. */
export class GalleryPanel implements vscode.Disposable {
  readonly #subscriptions: vscode.Disposable;

  constructor(
    style: Style,
    readonly panel: vscode.WebviewPanel,
    services: GalleryServices,
  ) {
    const { webview } = panel;
    const session = new PageSession(
      style,
      {
        post: (message) => webview.postMessage(message),
        addressOf: (file) => webview.asWebviewUri(file).toString(),
        column: () => panel.viewColumn,
      },
      services,
    );
    this.#subscriptions = vscode.Disposable.from(
      session,
      webview.onDidReceiveMessage((message: unknown) => void session.receive(message)),
      panel.onDidChangeViewState(() => {
        if (panel.visible) session.pageComes();
        else session.pageGoes();
      }),
    );
    panel.iconPath = {
      light: vscode.Uri.joinPath(services.extensionUri, 'media', 'gallery-light.svg'),
      dark: vscode.Uri.joinPath(services.extensionUri, 'media', 'gallery-dark.svg'),
    };
    webview.html = htmlOf(panel, services.extensionUri);
    services.thumbnails.prepare();
    session.pageComes();
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}

function htmlOf({ webview, title }: vscode.WebviewPanel, extensionUri: vscode.Uri): string {
  const source = (file: string): string =>
    webview.asWebviewUri(vscode.Uri.joinPath(pageFolder(extensionUri), file)).toString();
  return galleryHtml({
    script: source('gallery.js'),
    style: source('gallery-style.css'),
    cspSource: webview.cspSource,
    nonce: randomBytes(16).toString('base64url'),
    language: vscode.env.language,
    title,
  });
}
