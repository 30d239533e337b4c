import * as vscode from 'vscode';
import { isLoopback } from '../core/endpointSafety.js';
import { readSetting } from '../host/settings/settings.js';
import { showInformation, showWarning, t } from '../host/shown/messages.js';
import { boxCommand } from '../host/terminal/boxCommand.js';
import type { CommandServices } from './commandServices.js';
import { styleOfCommand } from './pickStyle.js';

/**
 * Copy Command for the GPU Box.
 * 1. From the palette: asks which style, or takes the only one. From a menu: the style.
 * 2. Asks for the bucket where none is set.
 * 3. Puts the line that brings the style from S3 on the clipboard: with the place of the style, never with keys.
 * 4. Says how to give the keys there; and where the endpoint is on this machine, that no other reaches it.
 */
export async function copyBoxCommand(services: CommandServices, args: readonly unknown[]): Promise<void> {
  const style = await styleOfCommand(services, args, t('Copy Command for the GPU Box'));
  if (style === undefined || !(await services.connections.hasBucket(style))) return;
  const text = (key: 'bucket' | 'prefix' | 'endpoint' | 'region'): string =>
    readSetting(key, style.folder).trim();
  const endpoint = text('endpoint');
  const line = boxCommand({
    styleId: style.id,
    bucket: text('bucket'),
    prefix: text('prefix'),
    endpoint,
    region: text('region'),
    forcePathStyle: readSetting('forcePathStyle', style.folder),
  });
  await vscode.env.clipboard.writeText(line);
  if (isLoopback(endpoint)) {
    void showWarning(
      t(
        'The command for {0} was copied, but its endpoint {1} is on this machine: the GPU box cannot reach it.',
        style.id,
        endpoint,
      ),
    );
    return;
  }
  void showInformation(
    t(
      'The command for {0} was copied. It holds no keys: on the GPU box, set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or run “aws configure”, and then paste it.',
      style.id,
    ),
  );
}
