/** Leaves of Tabler's style sheet only what our templates and scripts use. */
import { PurgeCSS } from 'purgecss';

/** Classes that a script or WTForms adds at run time, so no template shows them. */
const ALWAYS = [
  'form-control', 'form-select', 'form-check', 'form-check-input', 'form-check-label', 'form-label', 'is-invalid',
  'btn', 'btn-primary', 'btn-danger', 'table', 'visually-hidden', 'd-none',
];

/** Names that are ours: Tabler gives them another meaning, so its rules go whole. */
const OURS = [
  'card', 'legend', 'tabs', 'chip', 'timeline', 'empty', 'meter', 'progress', 'pagination', 'avatar', 'brand', 'side',
  'page', 'stages', 'steps', 'tag', 'actions', 'toast', 'modal', 'navbar', 'breadcrumb', 'status', 'bad', 'ok', 'warn', 'info', 'board', 'figure', 'letter', 'work',
];

export async function purge(css, content) {
  const [kept] = await new PurgeCSS().purge({
    content: content.map((raw) => ({ raw, extension: 'html' })),
    css: [{ raw: css }],
    defaultExtractor: wordsOf,
    safelist: ALWAYS,
    blocklist: OURS.map((name) => new RegExp(`^${name}(-.*)?$`)),
    variables: true,
    keyframes: true,
    fontFace: true,
  });
  return kept.css;
}

/** Element names, class words and attribute words; ordinary text of a page must not keep a rule alive. */
export function wordsOf(text) {
  const tags = [...text.matchAll(/<([a-z][a-z0-9]*)/g)].map(([, name]) => name);
  const attributes = [...text.matchAll(/\b(?:class|type|role|aria-[a-z]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)];
  const scripted = [...text.matchAll(/classList\.\w+\(([^)]*)\)/g)];
  const words = [...attributes, ...scripted].flatMap(([, first, second]) => (first ?? second).match(/[a-zA-Z][\w-]*/g) ?? []);
  return ['html', 'body', ...tags, ...words];
}
