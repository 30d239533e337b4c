/** Attributes by their HTML names; `true` sets an empty one, `false` leaves it out. */
type Attributes = Readonly<Record<string, string | number | boolean>>;

/** An element with its attributes and children. Text goes in as text, never as markup. */
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

/** A codicon; what it means is said beside it or by the control that it is in. */
export function icon(name: string): HTMLElement {
  return element('span', { class: `codicon codicon-${name}`, 'aria-hidden': 'true' });
}

/** A button that is an icon: its name shows as a tooltip and is read out. */
export function iconButton(id: string, iconName: string, name: string): HTMLButtonElement {
  return element(
    'button',
    { id, type: 'button', class: 'icon-button', title: name, 'aria-label': name },
    icon(iconName),
  );
}

/** A button that looks like a link. */
export function linkButton(id: string, text: string): HTMLButtonElement {
  return element('button', { id, type: 'button', class: 'link-button' }, text);
}
