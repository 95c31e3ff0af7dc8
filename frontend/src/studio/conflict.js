/** Two people, or one in two windows, changed one file: asks what to do. Whatever is chosen, both revisions stay on the server. */
import { ask, make } from './dom.js';

/** Answers 'theirs', 'mine', or null for later. */
export function askAboutConflict({ author, own, at, conflict_url: both }, say, times) {
  const time = at ? times.moment(at) : '';
  return ask((close) => [
    make('h2', {}, say(own ? 'You changed this file in another window' : 'Somebody else changed this file')),
    make('p', {}, own
      ? say('You saved this file there at {time}, after you had opened it here.', { time })
      : say('{author} saved this file at {time}, after you had opened it.', { author: author ?? '?', time })),
    make('p', {}, say('Nothing is lost: both revisions stay on the server, whatever you choose.')),
    both && make('p', {}, make('a', { href: both, target: '_blank', rel: 'noopener' }, say('See both revisions in a new window'))),
    make(
      'div',
      { class: 'dialog-actions' },
      make('button', { type: 'button', class: 'btn btn-plain', onclick: () => close(null) }, say('Decide later')),
      make('button', { type: 'button', class: 'btn btn-plain', onclick: () => close('theirs') }, say(own ? 'Take that one' : 'Take theirs')),
      make('button', { type: 'button', class: 'btn btn-primary', onclick: () => close('mine') }, say(own ? 'Put this one on top' : 'Put mine on top')),
    ),
  ]);
}
