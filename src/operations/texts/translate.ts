/** Puts arguments into `{0}`, `{1}` …: `vscode.l10n.t` in the editor, `plainText` on the command line. */
export type Translate = (message: string, ...args: (string | number)[]) => string;

export const plainText: Translate = (message, ...args) =>
  message.replace(/\{(\d+)\}/g, (whole, index: string) => String(args[Number(index)] ?? whole));
