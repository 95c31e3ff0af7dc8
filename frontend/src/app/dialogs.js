/** Opens the dialog named by data-dialog as a modal window; without JavaScript the link's #id shows it. */
export function watchDialogs(page) {
  page.addEventListener('click', (event) => {
    const opener = event.target.closest('[data-dialog]');
    if (opener) return open(page, opener, event);
    const closer = event.target.closest('dialog [data-close]');
    if (!closer) return;
    event.preventDefault();
    closer.closest('dialog').close();
  });
}

export function openDialog(page, id) {
  const dialog = page.getElementById(id);
  if (dialog && !dialog.open) dialog.showModal();
  return dialog;
}

function open(page, opener, event) {
  if (openDialog(page, opener.dataset.dialog)) event.preventDefault();
}
