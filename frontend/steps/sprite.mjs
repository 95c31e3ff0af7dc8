/** Makes one SVG file of the named Tabler icons; a page shows one with `<use href="icons.svg#name">`. */
import fs from 'node:fs';

const SOURCE = new URL('../node_modules/@tabler/icons/icons/outline/', import.meta.url);
const DRAWN = 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"';

export function sprite(names) {
  return `<svg xmlns="http://www.w3.org/2000/svg">${[...new Set(names)].sort().map(symbol).join('')}</svg>\n`;
}

/** The literal names in `icon("…")` calls of a template. */
export function iconsNamedIn(template) {
  return [...template.matchAll(/\bicon\(\s*["']([a-z0-9-]+)["']/g)].map(([, name]) => name);
}

function symbol(name) {
  const file = new URL(`${name}.svg`, SOURCE);
  if (!fs.existsSync(file)) throw new Error(`Tabler has no icon named "${name}" (icons.txt or an icon() call in a template)`);
  const shapes = fs.readFileSync(file, 'utf8').match(/<svg[^>]*>([\s\S]*)<\/svg>/)[1];
  return `<symbol id="${name}" viewBox="0 0 24 24" ${DRAWN}>${shapes.replace(/\s*\n\s*/g, '').replace(/ \/>/g, '/>')}</symbol>`;
}
