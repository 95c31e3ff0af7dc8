/** Says in one line whether the work is safe, and offers what helps when it is not. */
import { make } from './dom.js';

export function saveLine(place, say, times, { retry, resolve }) {
  const text = make('span');
  const rest = make('span', { class: 'cluster' });
  place.replaceChildren(text, rest);
  let shown = '';

  return (state, details) => {
    const { words, look = '', button = null } = line(state, details);
    place.dataset.state = state;
    place.className = `studio-saved ${look}`;
    if (words === shown) return;
    shown = words;
    text.textContent = words;
    rest.replaceChildren(...(button ? [button] : []));
  };

  function line(state, { at, message, status, author, own }) {
    switch (state) {
      case 'changed': return { words: say('Not saved yet') };
      case 'saving': return { words: say('Saving…') };
      case 'saved': return { words: say('Saved {time}', { time: times.time(at) }) };
      case 'failed': return {
        words: say(status === 401 || status === 403 || status === 0 && navigator.onLine
          ? 'Not saved. A copy is kept in this browser; you may have to sign in again.'
          : 'Not saved: the server cannot be reached. A copy is kept in this browser.'),
        look: 'bad',
        button: action('Try again', retry),
      };
      case 'refused': return { words: say('Not saved: {message}', { message: message || say('the server refused it.') }), look: 'bad' };
      case 'conflict': return { words: own ? say('Not saved: you changed this file in another window too.') : say('Not saved: {author} changed this file too.', { author }), look: 'bad', button: action('Decide', resolve) };
      default: return { words: say('Everything is saved') };
    }
  }

  function action(label, onclick) {
    return make('button', { type: 'button', class: 'btn btn-plain', onclick }, say(label));
  }
}
