/** An id made of a name: letters, digits and underscores, as in `check_plan`; with a number when it is taken. */
export function idFrom(name, isTaken) {
  const plain = name.normalize('NFKD').replace(/[^\x00-\x7f]/g, '').toLowerCase().replace(/[^a-z0-9]+/g, '_').replace(/^_+|_+$/g, '').slice(0, 40);
  const base = /^[a-z]/.test(plain) ? plain : `step_${plain}`.replace(/_$/, '');
  let id = base;
  for (let number = 2; isTaken(id); number += 1) id = `${base}_${number}`;
  return id;
}
