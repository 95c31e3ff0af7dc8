/** Leaves in palette and menus only what the engine runs. What a file already holds stays visible; the checks speak of it. */
const LOW = 100;
const NOT_RUN = /complex|ad-hoc|adhoc|transaction|cancel|conditional-(?!flow)|compensation-start|multiple|instantiat/;
const NOT_OFFERED = /data-(object|store)|data-input|participant|pool|group\b|create\.group/;

function isOffered(entry) {
  return !NOT_RUN.test(entry) && !NOT_OFFERED.test(entry);
}

export function offeredOnly(entries) {
  return Object.fromEntries(Object.entries(entries).filter(([name]) => isOffered(name)));
}

class SupportedOnly {
  static $inject = ['palette', 'contextPad', 'popupMenu'];

  constructor(palette, contextPad, popupMenu) {
    palette.registerProvider(LOW, { getPaletteEntries: () => offeredOnly });
    contextPad.registerProvider(LOW, {
      getContextPadEntries: () => offeredOnly,
      getMultiElementContextPadEntries: () => offeredOnly,
    });
    for (const menu of ['bpmn-replace', 'bpmn-append', 'bpmn-create']) {
      popupMenu.registerProvider(menu, LOW, {
        getPopupMenuEntries: () => offeredOnly,
        getPopupMenuHeaderEntries: () => offeredOnly,
      });
    }
  }
}

export default { __init__: ['supportedOnly'], supportedOnly: ['type', SupportedOnly] };
