/**
 * Builds webapp/static/dist: file names with a hash, manifest.json (logical name -> file),
 * and compressed forms. `node build.mjs --report` prints what each entry weighs on the wire.
 */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import * as esbuild from 'esbuild';
import formWords from './src/studio/words/form.js';
import simulationWords from './src/studio/words/simulation.js';
import { brotli, compressAll } from './steps/compress.mjs';
import { labels } from './steps/labels.mjs';
import { purge } from './steps/purge.mjs';
import { iconsNamedIn, sprite } from './steps/sprite.mjs';
import { expandThemes } from './steps/themes.mjs';

const HERE = import.meta.dirname;
const WEBAPP = path.join(HERE, '..', 'webapp');
const DIST = path.join(WEBAPP, 'static', 'dist');
const ENTRIES = ['src/app.js', 'src/form.js', 'src/diagram.js', 'css/siklus.css', 'css/diagram.css'];
const EDITORS = ['bpmn', 'dmn', 'form'].flatMap((kind) => [`src/studio-${kind}.js`, `css/studio-${kind}.css`]);
const STUDIO = path.join('src', 'studio');

const templates = filesBelow(WEBAPP, '.html').map((file) => fs.readFileSync(file, 'utf8'));
const scripts = filesBelow(path.join(HERE, 'src'), '.js')
  .filter((file) => !file.includes(STUDIO)) // the editors bring their own styles
  .map((file) => fs.readFileSync(file, 'utf8'));

fs.rmSync(DIST, { recursive: true, force: true });
fs.mkdirSync(DIST, { recursive: true });
const outputs = {
  ...await bundle(ENTRIES),
  ...await bundle(EDITORS, editorLabels()), // on its own, so that it takes no shared pieces out of what every page loads
};
const manifest = {
  ...namesOf(outputs),
  'icons.svg': writeHashed('icons', '.svg', spriteOfTemplates()),
  'mark.svg': writeHashed('mark', '.svg', fs.readFileSync(path.join(HERE, 'src', 'mark.svg'))),
};
fs.writeFileSync(path.join(DIST, 'manifest.json'), `${JSON.stringify(manifest, null, 2)}\n`);
compressAll(filesBelow(DIST, '').filter((file) => !file.endsWith('manifest.json')));
if (process.argv.includes('--report')) report(outputs);

async function bundle(entryPoints, steps = []) {
  const { metafile } = await esbuild.build({
    entryPoints,
    absWorkingDir: HERE,
    outdir: DIST,
    entryNames: '[name]-[hash]',
    chunkNames: 'chunk-[hash]',
    assetNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    minify: true,
    target: ['es2022', 'chrome109', 'firefox115', 'safari16'],
    loader: { '.woff2': 'file', '.woff': 'file' },
    legalComments: 'linked',
    metafile: true,
    logLevel: 'warning',
    plugins: [styleSteps(), onePreact(), ...steps],
  });
  return metafile.outputs;
}

/** esbuild plug-in: the two style sheets that are not taken as they are. */
function styleSteps() {
  return {
    name: 'style steps',
    setup(build) {
      build.onLoad({ filter: /@tabler[\\/]core[\\/].*\.css$/ }, async ({ path: file }) => ({
        contents: await purge(fs.readFileSync(file, 'utf8'), [...templates, ...scripts]),
        loader: 'css',
      }));
      build.onLoad({ filter: /css[\\/]tokens\.css$/ }, ({ path: file }) => ({
        contents: expandThemes(fs.readFileSync(file, 'utf8')),
        loader: 'css',
      }));
    },
  };
}

/** esbuild plug-in: the form designer and the form parts it shows must share one preact, the older one of the designer. */
function onePreact() {
  const designer = path.join(HERE, 'node_modules', '@bpmn-io', 'form-js-editor');
  return {
    name: 'one preact',
    setup(build) {
      build.onResolve({ filter: /^preact(\/|$)/ }, ({ path: name, importer, kind }) => (
        importer.includes('form-js-viewer') || importer.includes(path.join(STUDIO, 'form')) ? build.resolve(name, { kind, resolveDir: designer }) : null
      ));
    },
  };
}

/** esbuild plug-ins: form-js and the token simulation have no translations of their own. */
function editorLabels() {
  const speaker = (name) => path.join(HERE, STUDIO, 'words', name);
  return [
    labels({ filter: /form-js-(editor|viewer)[\\/]dist[\\/]index\.es\.js$/, speaker: speaker('form-labels.js'), dictionary: formWords.id }),
    labels({ filter: /bpmn-js-token-simulation[\\/]lib[\\/].*\.js$/, speaker: speaker('simulation-labels.js'), dictionary: simulationWords.id }),
  ];
}

function namesOf(built) {
  const named = {};
  for (const [output, { entryPoint, inputs }] of Object.entries(built)) {
    const source = entryPoint ?? (output.endsWith('.woff2') ? Object.keys(inputs)[0] : null);
    if (source) named[path.basename(source)] = address(path.resolve(HERE, output));
  }
  return named;
}

function spriteOfTemplates() {
  const listed = fs.readFileSync(path.join(HERE, 'icons.txt'), 'utf8').split(/\s+/).filter(Boolean);
  return sprite([...listed, ...templates.flatMap(iconsNamedIn)]);
}

function writeHashed(name, ending, content) {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 8).toUpperCase();
  const file = path.join(DIST, `${name}-${hash}${ending}`);
  fs.writeFileSync(file, content);
  return address(file);
}

function report(built) {
  for (const [output, { entryPoint, bytes }] of Object.entries(built)) {
    if (!/\.(js|css)$/.test(output)) continue;
    const sent = brotli(fs.readFileSync(path.resolve(HERE, output))).length;
    console.log(`${(entryPoint ?? 'shared chunk').padEnd(18)} ${kilobytes(bytes)} raw ${kilobytes(sent)} brotli`);
  }
}

function filesBelow(folder, ending) {
  return fs.readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.startsWith(DIST) || folder === DIST);
}

function address(file) {
  return path.relative(DIST, file).split(path.sep).join('/');
}

function kilobytes(bytes) {
  return `${(bytes / 1024).toFixed(1)} K`.padStart(9);
}
