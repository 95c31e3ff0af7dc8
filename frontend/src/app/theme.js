/** The choice of light, dark or "as on this device", kept in a cookie so that the server can draw the next page right. */
const A_YEAR = 365 * 24 * 60 * 60;

export function watchTheme(page) {
  page.addEventListener('click', (event) => {
    const button = event.target.closest('[data-theme-choice]');
    if (button) choose(page, button.dataset.themeChoice);
  });
}

export function themeCookie(theme) {
  return `theme=${theme}; path=/; max-age=${A_YEAR}; samesite=lax`;
}

function choose(page, theme) {
  page.documentElement.dataset.theme = theme;
  page.cookie = themeCookie(theme);
  page.querySelectorAll('[data-theme-choice]').forEach((button) => {
    button.setAttribute('aria-pressed', String(button.dataset.themeChoice === theme));
  });
}
