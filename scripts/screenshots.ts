/*
 * npm run screenshots                       pictures of the packaged extension, in each theme
 * npm run screenshots -- --scene gallery    only this scene (may be repeated)
 * npm run screenshots -- --theme light      only in this theme (may be repeated)
 *
 * Writes artifacts/screenshots/<theme>/<scene>.png, and pictures for the README to media/screenshots/ too.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';
import { packagedExtension } from '../test/support/vscode/packagedExtension.js';
import { PROJECT_ROOT } from '../test/support/vscode/release.js';
import { temporaryFolder } from '../test/support/vscode/temporaryFolder.js';
import { openWindow } from '../test/support/vscode/window.js';
import { screenshot, setTheme, THEMES, type ThemeName } from '../test/support/vscode/workbench.js';
import { VIEWPORT } from './screenshots/scene.js';
import { allScenes } from './screenshots/scenes.js';
import { setStage } from './screenshots/stage.js';

const README_FOLDER = path.join(PROJECT_ROOT, 'media/screenshots');
const README_THEME: ThemeName = 'dark';

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { scene: { type: 'string', multiple: true }, theme: { type: 'string', multiple: true } },
  });
  const scenes = allScenes().filter(({ name }) => values.scene?.includes(name) ?? true);
  const own = temporaryFolder('screenshots');
  const sample = await setStage(path.join(own.path, 'training'));
  const { folder, environment } = sample;
  const window = await openWindow({
    folder,
    env: environment,
    vsix: packagedExtension(),
    viewport: VIEWPORT,
  });
  const { page } = window;
  await mkdir(README_FOLDER, { recursive: true });
  try {
    for (const theme of themesOf(values.theme)) {
      await setTheme(page, theme);
      for (const scene of scenes) {
        await scene.show(page, sample);
        const file = await screenshot(page, `${theme}/${scene.name}`);
        console.log(path.relative(PROJECT_ROOT, file));
        if (scene.readme === true && theme === README_THEME) await keepForReadme(file, scene.name);
        await scene.leave?.(page, sample);
      }
    }
  } catch (error) {
    console.error(`What the window showed then: ${await screenshot(page, 'failed')}`);
    throw error;
  } finally {
    await window.close();
    await sample.stop();
    own.remove();
  }
}

const themesOf = (wanted: readonly string[] | undefined): readonly ThemeName[] =>
  (Object.keys(THEMES) as ThemeName[]).filter((theme) => wanted?.includes(theme) ?? true);

/** Saves a picture for the README, with a palette of 256 colours: a third of the bytes, and no visible difference. */
async function keepForReadme(file: string, name: string): Promise<void> {
  await sharp(file)
    .png({ palette: true, effort: 10 })
    .toFile(path.join(README_FOLDER, `${name}.png`));
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
