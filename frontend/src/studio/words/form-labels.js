/** Says the labels of form-js in the language of the page. */
import { speaker } from '../words.js';
import form from './form.js';

export default speaker(document.documentElement.lang, [form]);
