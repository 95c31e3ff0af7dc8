/** What several settings are made of. */
import { extension } from '../reading.js';

/** Reading and writing one attribute of an extension element, as parts of a setting. */
export function attributeOf(object, writing) {
  return (type, attribute) => ({
    get: () => extension(object, type)?.get(attribute) ?? '',
    set: (value) => writing.extend(object, type, { [attribute]: value }),
  });
}

/** A list of the catalogue as options: the title with the id behind it. */
export function titled(list, key, title) {
  return (list ?? []).map((each) => ({ value: each[key], label: each[title] ? `${each[title]} (${each[key]})` : each[key] }));
}
