/**
 * Turns `--name: light-dark(a, b)` into plain rules, so that browsers older than that function
 * and printing (always light) get the right colours. Expects flat rules, no nesting.
 */
export function expandThemes(css) {
  const plain = css.replace(/\/\*[\s\S]*?\*\//g, '');
  return [...plain.matchAll(/([^{}]+)\{([^}]*)\}/g)].map(([, selector, body]) => rule(selector.trim(), body)).join('\n');
}

/** The colours of one rule as `{ light: {name: value}, dark: {name: value} }`. */
export function themePairs(body) {
  const pairs = { light: {}, dark: {} };
  for (const line of body.split(';').map((part) => part.trim()).filter(Boolean)) {
    const [name, value] = split(line, ':');
    const both = value.match(/^light-dark\((.*)\)$/s);
    const [light, dark] = both ? split(both[1], ',') : [value, null];
    pairs.light[name] = light;
    if (dark !== null) pairs.dark[name] = dark;
  }
  return pairs;
}

function rule(selector, body) {
  const { light, dark } = themePairs(body);
  const first = `${selector}{${declarations(light)}}`;
  if (!Object.keys(dark).length) return first;
  return `${first}
@media screen and (prefers-color-scheme:dark){${selector}:not([data-theme=light]){${declarations(dark)}}}
@media screen{${selector}[data-theme=dark]{${declarations(dark)}}}`;
}

const declarations = (values) => Object.entries(values).map(([name, value]) => `${name}:${value}`).join(';');

function split(text, mark) {
  let depth = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '(') depth += 1;
    if (text[at] === ')') depth -= 1;
    if (text[at] === mark && depth === 0) return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
  }
  return [text.trim(), ''];
}
