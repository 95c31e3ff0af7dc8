/** The inputs of a service task once its operation is chosen: what was given before stays, the rest gets a first value. */
const FIRST = { string: '=""', number: '=0', boolean: '=false', list: '=[]', context: '={}' };

/** Lines of the input mapping: [{source, target}]. Without a known operation the lines stay as they are. */
export function inputsAfterChoice(operation, lines, { catalogue, taskIds = [] }) {
  if (!operation) return lines.map(({ source, target }) => ({ source, target }));
  return operation.inputs.map(({ name, type }) => {
    const given = lines.find(({ target }) => target === name);
    return { source: given?.source ?? firstValue(name, type, catalogue, taskIds), target: name };
  });
}

function firstValue(name, type, catalogue, taskIds) {
  if (name === 'task' && taskIds.length) return `="${taskIds[0]}"`;
  if (catalogue.variables?.includes(name) || catalogue.people?.includes(name)) return `=${name}`;
  return FIRST[type] ?? '=null';
}
