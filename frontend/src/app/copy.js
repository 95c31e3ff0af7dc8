/** Buttons with data-copy="id" copy that element's text, or its value. */
export function watchCopyButtons(page) {
  page.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    const source = page.getElementById(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    button.querySelector('[aria-live]').textContent = button.dataset.copied;
  });
}
