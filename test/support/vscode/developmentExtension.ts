import type { BrowserContext } from 'playwright-core';

export interface Development {
  /** Folders of extensions under development. */
  readonly extensions: readonly string[];
  /** A module whose `run()` is called in the extension host instead of showing a window to work in. */
  readonly tests?: string;
}

/**
 * Has the windows of `context` load extensions from their folders, as `--extensionDevelopmentPath` does on the
 * desktop. A built server takes no such argument, so the page's configuration is completed as the page reads it.
 * (Fulfilling the page's request with a changed one makes Chromium refuse its WebSocket: such a document has no
 * local address.)
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
