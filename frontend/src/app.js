/** Loaded by every page. Each page works without it; what stands here only saves steps. */
import 'htmx.org';
import { watchCopyButtons } from './app/copy.js';
import { watchDialogs } from './app/dialogs.js';
import { watchKeys } from './app/keys.js';
import { watchMenus } from './app/menus.js';
import { watchTheme } from './app/theme.js';

watchMenus(document);
watchDialogs(document);
watchTheme(document);
watchKeys(document, window.localStorage);
watchCopyButtons(document);
drawDiagrams(document);
document.addEventListener('htmx:after:swap', () => drawDiagrams(document));

async function drawDiagrams(page) {
  const frames = page.querySelectorAll('[data-diagram]:not([data-drawn])');
  if (!frames.length) return;
  const { draw } = await import('./diagram.js');
  frames.forEach(draw);
}
