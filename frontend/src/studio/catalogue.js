/** What the editors may offer to choose from. */
const NOTHING = { operations: [], forms: [], decisions: [], processes: [], groups: [], people: [], panels: [], readers: [], variables: [] };

export async function readCatalogue(address) {
  const answer = await fetch(address, { headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return { ...NOTHING, ...await answer.json() };
}
