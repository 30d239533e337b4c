/** Keys with Ctrl or Cmd that edit text. */
const EDITING_KEYS = new Set(['a', 'z', 'y', 'enter', 'backspace', 'delete']);

/**
 * Keeps the keys that edit a text field away from VS Code, which sees every key of a webview that reaches the window,
 * and would run the commands of cards. All other keys, such as F1 and Ctrl+S, reach it.
 */
export function keepEditingKeys(field: HTMLElement): void {
  field.addEventListener('keydown', (event) => {
    if (editsText(event)) event.stopPropagation();
  });
  // The field's own menu has Cut, Copy and Paste, and none of the commands of the gallery.
  field.dataset['vscodeContext'] = JSON.stringify({
    webviewSection: 'field',
    preventDefaultContextMenuItems: false,
  });
}

function editsText({ key, ctrlKey, metaKey, altKey }: KeyboardEvent): boolean {
  if (altKey) return false;
  if (ctrlKey || metaKey) return EDITING_KEYS.has(key.toLowerCase());
  return key.length === 1 || key === 'Delete' || key === 'Backspace' || key === 'F2';
}
