import type { BrowserContext } from 'playwright-core';

export interface Development {
  /** Folders of extensions under development. */
  readonly extensions: readonly string[];
  /** A module whose `run()` is called in the extension host; without it, the window is for interactive use. */
  readonly tests?: string;
}

/**
 * Makes the windows of `context` load extensions from their folders, like `--extensionDevelopmentPath` on the desktop.
 * A built server has no such argument, so the page's configuration is extended when the page reads it. (Fulfilling the
 * page's request with a changed document makes Chromium refuse its WebSocket: such a document has no local address.)
 */
export async function developExtensions(
  context: BrowserContext,
  port: number,
  development: Development,
): Promise<void> {
  const uri = (file: string): object => ({
    scheme: 'vscode-remote',
    authority: `localhost:${port}`,
    path: file,
  });
  const options = {
    extensions: development.extensions.map(uri),
    ...(development.tests === undefined ? {} : { extensionTestsPath: uri(development.tests) }),
  };
  await context.addInitScript({
    content: `{
      const getAttribute = Element.prototype.getAttribute;
      Element.prototype.getAttribute = function (name) {
        const value = getAttribute.call(this, name);
        if (name !== 'data-settings' || this.id !== 'vscode-workbench-web-configuration') return value;
        return JSON.stringify({ ...JSON.parse(value), developmentOptions: ${JSON.stringify(options)} });
      };
    }`,
  });
}
