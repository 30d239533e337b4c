import assert from 'node:assert/strict';
import { ESLint, Linter } from 'eslint';
import tseslint from 'typescript-eslint';

/** The rules of eslint.config.mjs by which text reaches the editor only through modules that sanitise it. */
const RULES = ['no-restricted-syntax', 'no-restricted-properties'];

async function complaintsAbout(code: string, file: string): Promise<string[]> {
  const config = (await new ESLint().calculateConfigForFile(file)) as Linter.Config;
  const rules = Object.entries(config.rules ?? {}).filter(([name]) => RULES.includes(name));
  return new Linter()
    .verify(
      code,
      {
        files: ['**/*.ts'],
        languageOptions: { parser: tseslint.parser },
        rules: Object.fromEntries(rules),
      },
      { filename: file },
    )
    .map(({ message }) => message);
}

describe('Lint', () => {
  const ways = [
    `vscode.window.showErrorMessage('x');`,
    `vscode.window.showInformationMessage('x');`,
    `vscode.window['showWarningMessage']('x');`,
    `const { showInformationMessage } = vscode.window;`,
    `const { withProgress: run } = vscode.window;`,
    `import { l10n } from 'vscode';`,
    `vscode.window.withProgress({ location }, task);`,
    `vscode.window.createStatusBarItem();`,
    `vscode.window.setStatusBarMessage('x');`,
    `vscode.window.showQuickPick([]);`,
    `const w = vscode.window; w.createQuickPick();`,
    `vscode.window.showInputBox();`,
    `vscode.window.createInputBox();`,
    `vscode.window.createOutputChannel('x');`,
    `vscode.l10n.t('x');`,
    `new vscode.TreeItem('x');`,
    `class Item extends vscode.TreeItem {}`,
    `process.stdout.write('x');`,
    `process.stderr.write('x');`,
  ];
  for (const code of ways) {
    it(`forbids other ways to show text: ${code}`, async () => {
      assert.equal((await complaintsAbout(code, 'src/commands/probe.ts')).length, 1);
      assert.equal((await complaintsAbout(code, 'src/host/probe.ts')).length, 1);
    });
  }

  it('allows code that shows nothing', async () => {
    const code = `import { type Uri } from 'vscode'; vscode.window.showTextDocument(uri); let a: vscode.TreeItem;`;
    assert.deepEqual(await complaintsAbout(code, 'src/commands/probe.ts'), []);
  });
});
