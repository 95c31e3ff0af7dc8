/** Two people changed one file: asks what to do. Whatever is chosen, both versions stay on the server. */
import { ask, make } from './dom.js';

/** Answers 'theirs', 'mine', or null for later. */
export function askAboutConflict({ author, at, conflict_url: both }, say, language) {
  const when = at ? new Date(at).toLocaleString(language) : '';
  return ask((close) => [
    make('h2', {}, say('Somebody else changed this file')),
    make('p', {}, say('{author} saved this file at {time}, after you had opened it.', { author: author ?? '?', time: when })),
    make('p', {}, say('Nothing is lost: your version is kept on the server beside theirs, whatever you choose.')),
    both && make('p', {}, make('a', { href: both, target: '_blank', rel: 'noopener' }, say('See both versions in a new window'))),
    make(
      'div',
      { class: 'dialog-actions' },
      make('button', { type: 'button', class: 'btn btn-plain', onclick: () => close(null) }, say('Decide later')),
      make('button', { type: 'button', class: 'btn btn-plain', onclick: () => close('theirs') }, say('Take theirs')),
      make('button', { type: 'button', class: 'btn btn-primary', onclick: () => close('mine') }, say('Put mine on top')),
    ),
  ]);
}
