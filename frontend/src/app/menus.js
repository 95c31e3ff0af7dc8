/** Menus made of <details data-menu>: Escape and a click elsewhere close them. */
export function watchMenus(page) {
  page.addEventListener('click', (event) => closeAll(page, event.target));
  page.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    const menu = page.querySelector('details[data-menu][open]');
    if (menu) return leave(menu);
    if (page.location.hash === '#navigation') page.location.hash = '#main';
  });
}

function closeAll(page, except) {
  page.querySelectorAll('details[data-menu][open]').forEach((menu) => {
    if (!menu.contains(except)) menu.open = false;
  });
}

function leave(menu) {
  menu.open = false;
  menu.querySelector('summary').focus();
}
