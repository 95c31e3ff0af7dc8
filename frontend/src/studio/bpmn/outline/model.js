/** The diagram as a tree in the order of work: what a keyboard or a screen reader walks through. Pure; knows no page. */
import { kindOf } from '../kinds.js';
import { isA } from '../reading.js';

/**
 * Nodes are {id, object, kind, name, leadsTo, children}. Under a step stand what is inside it, the events on its border, and its flows.
 * `definitions` is the root of the model; a diagram with one process has that process as its only root.
 */
export function outlineOf(definitions) {
  const participants = definitions.rootElements.filter((each) => each.$type === 'bpmn:Collaboration').flatMap(({ participants: all }) => all ?? []);
  return definitions.rootElements
    .filter((each) => each.$type === 'bpmn:Process')
    .map((process) => holder(participants.find(({ processRef }) => processRef === process) ?? process, process));
}

function holder(object, scope) {
  return { id: object.id, object, kind: kindOf(object), name: object.name ?? '', leadsTo: [], children: stepsOf(scope) };
}

function stepsOf(scope) {
  const elements = scope.flowElements ?? [];
  const ways = waysOf(elements);
  const borders = grouped(elements.filter((each) => isA(each, 'BoundaryEvent')), ({ attachedToRef }) => attachedToRef);
  const step = (object) => ({
    id: object.id,
    object,
    kind: kindOf(object),
    name: object.name ?? '',
    leadsTo: ways.from(object).map(({ targetRef }) => targetRef).filter(Boolean).map(nameOf),
    children: [
      ...(isA(object, 'SubProcess') ? stepsOf(object) : []),
      ...(borders.get(object) ?? []).map(step),
      ...ways.from(object).map(flowNode),
    ],
  });
  return inOrder(elements).map(step);
}

/** The flows themselves say what leads where; what files say beside their steps may be missing. */
function waysOf(elements) {
  const flows = elements.filter((each) => isA(each, 'SequenceFlow'));
  const [out, into] = [grouped(flows, ({ sourceRef }) => sourceRef), grouped(flows, ({ targetRef }) => targetRef)];
  return { from: (object) => out.get(object) ?? [], to: (object) => into.get(object) ?? [] };
}

function grouped(list, keyOf) {
  const found = new Map();
  for (const each of list) found.set(keyOf(each), [...(found.get(keyOf(each)) ?? []), each]);
  return found;
}

function flowNode(flow) {
  return {
    id: flow.id,
    object: flow,
    kind: kindOf(flow),
    name: flow.name ?? '',
    condition: flow.conditionExpression?.body ?? '',
    isDefault: flow.sourceRef?.default === flow,
    leadsTo: flow.targetRef ? [nameOf(flow.targetRef)] : [],
    children: [],
  };
}

export function nameOf(object) {
  return object.name?.replace(/\s+/g, ' ').trim() || object.id;
}

/** Steps in the order in which work reaches them; what nothing leads to comes last, as written. */
export function inOrder(elements) {
  const ways = waysOf(elements);
  const borders = elements.filter((each) => isA(each, 'BoundaryEvent'));
  const steps = new Set(elements.filter((each) => isA(each, 'FlowNode') && !isA(each, 'BoundaryEvent')));
  const placed = new Set();
  const visit = (object) => {
    if (placed.has(object) || !steps.has(object)) return;
    placed.add(object);
    const events = borders.filter(({ attachedToRef }) => attachedToRef === object);
    for (const each of [object, ...events]) ways.from(each).forEach(({ targetRef }) => visit(targetRef));
  };
  const all = [...steps];
  all.filter((each) => isA(each, 'StartEvent')).forEach(visit);
  all.filter((each) => !ways.to(each).length).forEach(visit);
  all.forEach(visit);
  return [...placed];
}

/** The rows to show: each node whose ancestors are open, with its level and its place among its siblings. */
export function rowsOf(nodes, isOpen, level = 1) {
  return nodes.flatMap((node, at) => {
    const open = node.children.length > 0 && isOpen(node);
    const row = { node, level, place: at + 1, of: nodes.length, expanded: node.children.length ? open : null };
    return [row, ...(open ? rowsOf(node.children, isOpen, level + 1) : [])];
  });
}

/** At first open: processes, what holds other steps or events, and where the ways part. */
export function isOpenAtFirst({ children, object }) {
  return isA(object, 'Process', 'Participant') || children.filter((child) => !isA(child.object, 'SequenceFlow')).length > 0 || children.length > 1;
}

/** Where the focus goes when the row with this id has gone: the one that took its place, else the one before. */
export function rowAfterLoss(rows, before, id) {
  if (rows.some(({ node }) => node.id === id)) return id;
  const at = before.indexOf(id);
  const left = new Set(rows.map(({ node }) => node.id));
  const later = before.slice(at + 1).find((each) => left.has(each));
  const earlier = before.slice(0, Math.max(at, 0)).reverse().find((each) => left.has(each));
  return earlier ?? later ?? rows[0]?.node.id ?? null;
}
