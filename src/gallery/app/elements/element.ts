/** Attributes by their HTML names: `true` sets an empty attribute, `false` omits it. */
type Attributes = Readonly<Record<string, string | number | boolean>>;

/** Creates an element with attributes and children. Strings become text nodes, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== false) made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children);
  return made;
}

/** A codicon, hidden from screen readers: the text beside it, or its control's label, says what it means. */
export function icon(name: string): HTMLElement {
  return element('span', { class: `codicon codicon-${name}`, 'aria-hidden': 'true' });
}

/** A button with only an icon: `name` is its tooltip and its accessible name. */
export function iconButton(id: string, iconName: string, name: string): HTMLButtonElement {
  return element(
    'button',
    { id, type: 'button', class: 'icon-button', title: name, 'aria-label': name },
    icon(iconName),
  );
}

/** A button that looks like a link. `iconName`: what it is reduced to where the page is narrow; left out: nothing. */
export function linkButton(id: string, text: string, iconName?: string): HTMLButtonElement {
  if (iconName === undefined) return element('button', { id, type: 'button', class: 'link-button' }, text);
  return element(
    'button',
    { id, type: 'button', class: 'link-button', title: text, 'aria-label': text },
    icon(iconName),
    element('span', { class: 'label' }, text),
  );
}
