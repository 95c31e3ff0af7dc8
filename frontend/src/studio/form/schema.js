/**
 * What the designer saves, as the file had it where nothing changed: the version of the schema (Siklus decides about that,
 * not the designer), and the order in which things are written, so that two versions can be compared.
 */
export function asGiven(schema, given) {
  return inOrderOf({ ...schema, ...('schemaVersion' in given ? { schemaVersion: given.schemaVersion } : {}) }, given);
}

function inOrderOf(value, given) {
  if (Array.isArray(value)) return value.map((each, at) => inOrderOf(each, counterpart(each, at, given)));
  if (!isObject(value) || !isObject(given)) return value;
  const names = [...Object.keys(given).filter((name) => name in value), ...Object.keys(value).filter((name) => !(name in given))];
  return Object.fromEntries(names.map((name) => [name, inOrderOf(value[name], given[name])]));
}

function counterpart(each, at, given) {
  if (!Array.isArray(given)) return undefined;
  return isObject(each) && 'id' in each ? given.find((other) => other?.id === each.id) : given[at];
}

function isObject(value) {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
