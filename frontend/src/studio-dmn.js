/** The page that edits decisions. */
import { makeEditor } from './studio/dmn/editor.js';
import { readPage } from './studio/page.js';
import { openWorkbench } from './studio/workbench.js';
import { speaker } from './studio/words.js';
import dmn from './studio/words/dmn.js';
import own from './studio/words/own.js';

const page = readPage(document);
const say = speaker(page.language, [dmn, own]);
await openWorkbench(page, say, makeEditor(page, say));
