import * as vscode from 'vscode';
import type { Connection } from '../../core/connection.js';

/** The proxy of the editor's own settings; `undefined` where none is set, or extensions must not use it. */
export function editorProxy(): Connection['proxy'] {
  const http = vscode.workspace.getConfiguration('http');
  const url = http.get<unknown>('proxy');
  if (typeof url !== 'string' || url === '' || http.get<unknown>('proxySupport') === 'off') return undefined;
  const except = http.get<unknown>('noProxy');
  return {
    url,
    except: Array.isArray(except) ? except.filter((entry) => typeof entry === 'string') : [],
  };
}
