/** What an editor page tells its script: addresses, language, places. */
export function readPage(page) {
  const root = page.getElementById('studio');
  const { contentUrl, problemsUrl, catalogueUrl, revisionsUrl, language, timeZone, readOnly, hasEarlier } = root.dataset;
  return {
    root,
    contentUrl,
    problemsUrl,
    catalogueUrl,
    revisionsUrl,
    fixUrl: contentUrl.replace(/\/content$/, '/fix'),
    language,
    timeZone,
    hasEarlier: hasEarlier !== undefined,
    readOnly: readOnly === 'true' || readOnly === '',
    file: fileOf(contentUrl),
    wanted: decodeURIComponent(page.location?.hash.slice(1).replace(/%(?![\da-f]{2})/gi, '%25') ?? ''), // the element that a link names
    token: page.querySelector('meta[name="csrf-token"]')?.content ?? '',
    place: (id) => page.getElementById(id),
    tell(words) {
      const note = page.getElementById('studio-note');
      note.hidden = !words;
      note.textContent = words;
    },
  };
}

/** The file's name in an address such as /studio/appraisal/draft/files/planning.bpmn/content. */
export function fileOf(address) {
  return decodeURIComponent(address.split('?')[0].split('/').at(-2) ?? '');
}
