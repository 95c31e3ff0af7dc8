/** The page that designs a form. */
import { readCatalogue } from './studio/catalogue.js';
import { makeEditor } from './studio/form/editor.js';
import { readPage } from './studio/page.js';
import { openWorkbench } from './studio/workbench.js';
import { speaker } from './studio/words.js';
import own from './studio/words/own.js';

const page = readPage(document);
const say = speaker(page.language, [own]);
await openWorkbench(page, say, makeEditor(page, say, await readCatalogue(page.catalogueUrl)));
