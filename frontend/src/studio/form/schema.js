/** What the designer saves, with the version of the schema that the file had: Siklus decides about that, not the designer. */
export function asGiven(schema, given) {
  return { ...schema, ...('schemaVersion' in given ? { schemaVersion: given.schemaVersion } : {}) };
}
