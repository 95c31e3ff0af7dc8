/** Reads the model of a diagram: extension elements, event definitions, elements by id. Changes nothing. */
export function extension(object, type) {
  return object.get('extensionElements')?.get('values').find(({ $type }) => $type.toLowerCase() === type.toLowerCase()) ?? null;
}

export function mapping(object, direction) {
  return extension(object, 'zeebe:IoMapping')?.get(direction) ?? [];
}

export function properties(object) {
  return extension(object, 'zeebe:Properties')?.get('properties') ?? [];
}

export function trigger(object) {
  return object.get('eventDefinitions')?.[0] ?? null;
}

export function isA(object, ...types) {
  return types.some((type) => object.$instanceOf(`bpmn:${type}`));
}

/** The object with this id anywhere below `root`, drawn or not. */
export function findObject(root, id) {
  const seen = new Set();
  const ahead = [root];
  while (ahead.length) {
    const object = ahead.pop();
    if (!object?.$type || seen.has(object)) continue;
    seen.add(object);
    if (object.id === id) return object;
    for (const { name, isReference } of object.$descriptor?.properties ?? []) {
      if (isReference) continue;
      const value = object[name.split(':').at(-1)] ?? object.get(name);
      ahead.push(...[value].flat().filter((each) => each?.$type));
    }
  }
  return null;
}
