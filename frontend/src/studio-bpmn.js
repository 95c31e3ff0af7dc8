/** The page that edits a diagram. */
import { makeEditor } from './studio/bpmn/editor.js';
import { readCatalogue } from './studio/catalogue.js';
import { readPage } from './studio/page.js';
import { openWorkbench } from './studio/workbench.js';
import { speaker } from './studio/words.js';
import bpmn from './studio/words/bpmn.js';
import own from './studio/words/own.js';
import panel from './studio/words/panel.js';

const page = readPage(document);
const say = speaker(page.language, [bpmn, panel, own]);
const catalogue = await readCatalogue(page.catalogueUrl);
await openWorkbench(page, say, await makeEditor(page, say, catalogue, page.tell));
