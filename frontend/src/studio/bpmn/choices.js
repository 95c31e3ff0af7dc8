/** The choices of a setting, with what the file names now: it stays to be seen, also when nobody offers it any more. */
export function withCurrent({ options, get, required }) {
  const current = get();
  const unknown = current && !options.some(({ value }) => value === current) ? [{ value: current, label: `${current} (?)` }] : [];
  return [...(required ? [] : [{ value: '', label: '—' }]), ...options, ...unknown];
}
