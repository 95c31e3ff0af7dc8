/**
 * Editors that bring no translations of their own: the labels written in their sources become calls of `say`.
 * Only literals of the sources are met, exactly as they stand there, so never what somebody typed into a form or a diagram.
 */
import fs from 'node:fs';

const PLACES = /(?:\b(?:label|title|children|placeholder|description|tooltip|text|name|aria-label)"?: |\b(?:label|tooltip|description) = |\breturn |translate\(|_PATH, |\]: |\[ ?|\|\| | [?:] )$/;
const SAY = '$say';

/** esbuild plug-in: `dictionary` for the files that `filter` meets, said by the default export of `speaker`. Fails when a label is in none of them. */
export function labels({ filter, speaker, dictionary }) {
  const missing = new Set(Object.keys(dictionary));
  return {
    name: 'labels',
    setup(build) {
      build.onLoad({ filter }, ({ path: file }) => {
        const { source, met } = withCalls(fs.readFileSync(file, 'utf8'), Object.keys(dictionary));
        met.forEach((label) => missing.delete(label));
        return met.size ? { contents: `import ${SAY} from ${JSON.stringify(speaker)};\n${source}`, loader: 'js' } : null;
      });
      build.onEnd(() => (missing.size ? { errors: [...missing].map((label) => ({ text: `No source has the label “${label}”` })) } : null));
    },
  };
}

/** The source with a call for every label of it that is known, and which these are. */
export function withCalls(source, known) {
  const met = new Set();
  const longestFirst = known.toSorted((one, other) => other.length - one.length); // one may quote another
  const said = (label, values = '') => {
    met.add(label);
    return `${SAY}(${JSON.stringify(label)}${values})`;
  };
  const whole = inTemplates(source, new Set(known), said);
  return { source: longestFirst.reduce((text, label) => inQuotes(text, label, said), whole), met };
}

/** A word alone may be a name that the code goes by, so it must stand where labels stand; sentences stand for themselves. */
function inQuotes(source, label, said) {
  const isLabel = (before) => !before.endsWith(`${SAY}(`) && (/\s/.test(label) || PLACES.test(before));
  return ["'", '"'].map((quote) => literal(label, quote)).reduce(
    (text, written) => text.replaceAll(written, (_, at) => (isLabel(text.slice(Math.max(0, at - 40), at)) ? said(label) : written)),
    source,
  );
}

function literal(label, quote) {
  return quote + label.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll(quote, `\\${quote}`) + quote;
}

/** Templates: as a whole, with {0}, {1} for what is filled in, or the text and the titles of the elements that they make. */
function inTemplates(source, known, said) {
  const whole = source.replace(/`((?:[^`$\\]|\$\{[^{}`]*\})*)`/g, (template, inside) => {
    const values = [];
    const label = inside.replace(/\$\{([^}]*)\}/g, (_, value) => `{${values.push(value) - 1}}`);
    return known.has(label) ? said(label, values.length ? `, [${values}]` : '') : template;
  });
  const elements = whole.replace(/'(<\w[^'`$\\\n]*<\/\w+>)'/g, '`$1`');
  return elements.replace(/([>}]\s*|`\s*|(?:title|aria-label)=")([A-Za-z][A-Za-z /]*[A-Za-z=])(?=`|\s*<[a-z/]|"|\s\$\{)/g, (match, before, label) => (
    known.has(label) ? `${before}\${ ${said(label)} }` : match
  ));
}
