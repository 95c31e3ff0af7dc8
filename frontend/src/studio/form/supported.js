/** Which parts of form-js Siklus forms have; the others are hidden in the palette (see css/studio-form.css, which names these). */
export const OFFERED = [
  'textfield', 'textarea', 'number', 'datetime', 'checkbox', 'radio', 'select', 'checklist', 'taglist', 'filepicker',
  'text', 'separator', 'spacer', 'group', 'dynamiclist',
];

/** Groups of the designer's properties panel that Siklus takes no notice of. */
export const GROUPS_LEFT_OUT = new Set(['custom-values', 'securityAttributes', 'serialization', 'layout']);
