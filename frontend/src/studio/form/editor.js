/** The form designer: form-js with the parts that Siklus forms have, and the settings that Siklus adds. */
import { FormEditor } from '@bpmn-io/form-js-editor';
import { download } from '../files.js';
import SiklusPanel from './panel.js';
import { asGiven } from './schema.js';

export function makeEditor(page, say, catalogue) {
  const editor = new FormEditor({
    container: page.place('canvas'),
    propertiesPanel: { parent: page.place('properties') },
    additionalModules: [SiklusPanel],
    siklus: { say, catalogue },
  });
  const stack = editor.get('commandStack');
  let given = {};
  const content = async () => `${JSON.stringify(asGiven(editor.saveSchema(), given), null, 2)}\n`;

  return {
    content,
    async show(text) {
      given = JSON.parse(text);
      const { warnings } = await editor.importSchema(given);
      return warnings.map(({ message }) => message);
    },
    changed: (listener) => editor.on('commandStack.changed', listener),
    undo: () => stack.undo(),
    redo: () => stack.redo(),
    can: () => ({ undo: stack.canUndo(), redo: stack.canRedo() }),
    jump({ element }) {
      const field = editor.get('formFieldRegistry').getAll().find(({ key, path, id }) => [key, path, id].includes(element));
      if (!field) return;
      editor.get('selection').set(field);
      page.place('canvas').querySelector(`[data-id="${CSS.escape(field.id)}"]`)?.scrollIntoView({ block: 'center' });
    },
    mark(problems) {
      const wrong = new Set(problems.map(({ element }) => element));
      for (const { key, path, id } of editor.get('formFieldRegistry').getAll()) {
        page.place('canvas').querySelector(`.fjs-element[data-id="${CSS.escape(id)}"]`)
          ?.classList.toggle('has-error', [key, path, id].some((name) => name && wrong.has(name)));
      }
    },
    actions: { json: async () => download(page.file, await content(), 'application/json') },
  };
}
