/** The words of the editors in the reader's language. A text without a translation stays English. */
export function speaker(language, dictionaries) {
  const known = Object.assign({}, ...dictionaries.map((dictionary) => dictionary[language] ?? {}));
  return (text, values = {}) => (Object.hasOwn(known, text) ? known[text] : text)
    .replace(/\{([^}]+)\}/g, (whole, name) => values[name] ?? whole);
}

/** What diagram-js calls `translate`, as a module of its kind. */
export function translateModule(say) {
  return { translate: ['value', say] };
}
