/** Says the labels of the token simulation in the language of the page. */
import { speaker } from '../words.js';
import simulation from './simulation.js';

export default speaker(document.documentElement.lang, [simulation]);
