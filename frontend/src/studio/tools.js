/** Buttons with data-do="name", and the keys for undo, redo and save anywhere on the page but in a field. */
import { isTyping } from '../app/keys.js';

export function watchTools(root, actions) {
  const buttons = [...root.querySelectorAll('[data-do]')];
  for (const button of buttons) {
    button.hidden = !actions[button.dataset.do];
    button.addEventListener('click', () => {
      if (button.getAttribute('aria-disabled') !== 'true') actions[button.dataset.do](button);
    });
  }
  root.ownerDocument.addEventListener('keydown', (event) => {
    const name = actionOf(event);
    if (!name || !actions[name]) return;
    if (name !== 'save' && (isTyping(event.target) || event.target.closest?.('#canvas, dialog'))) return;
    event.preventDefault();
    actions[name]();
  });

  return {
    enable(name, possible) {
      buttons.filter((button) => button.dataset.do === name)
        .forEach((button) => button.setAttribute('aria-disabled', String(!possible)));
    },
  };
}

export function actionOf({ key, ctrlKey, metaKey, shiftKey, altKey }) {
  if (!(ctrlKey || metaKey) || altKey) return null;
  switch (key.toLowerCase()) {
    case 'z': return shiftKey ? 'redo' : 'undo';
    case 'y': return 'redo';
    case 's': return 'save';
    default: return null;
  }
}
