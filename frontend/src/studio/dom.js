/** Builds elements: `make('button', { type: 'button', onclick }, 'Undo')`. Texts are always texts, never markup. */
export function make(name, attributes = {}, ...children) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (typeof value === 'function') element.addEventListener(key.slice(2), value);
    else element.setAttribute(key, value === true ? '' : value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== '' && child !== false));
  return element;
}

/** A modal window that is gone when it closes; answers what `close(value)` was given, null after Escape. */
export function ask(build) {
  return new Promise((resolve) => {
    let answer = null;
    const before = document.activeElement;
    const close = (value) => {
      answer = value;
      dialog.close();
    };
    const dialog = make('dialog', { class: 'studio-dialog' });
    dialog.append(...[build(close)].flat());
    const title = dialog.querySelector('h2');
    title.id = 'studio-dialog-title';
    dialog.setAttribute('aria-labelledby', title.id);
    dialog.addEventListener('close', () => {
      dialog.remove();
      if (before?.isConnected) before.focus();
      resolve(answer);
    });
    dialog.addEventListener('keydown', (event) => event.stopPropagation());
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector('[data-select]')?.select();
  });
}
