/** Writes the brotli and gzip forms beside each text file, at their best levels. */
import fs from 'node:fs';
import zlib from 'node:zlib';

const TEXT = /\.(?:js|css|svg|json|txt)$/;

export function compressAll(paths) {
  for (const path of paths.filter((name) => TEXT.test(name))) {
    const raw = fs.readFileSync(path);
    fs.writeFileSync(`${path}.br`, brotli(raw));
    fs.writeFileSync(`${path}.gz`, zlib.gzipSync(raw, { level: 9 }));
  }
}

export function brotli(raw) {
  const { BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT } = zlib.constants;
  return zlib.brotliCompressSync(raw, { params: { [BROTLI_PARAM_QUALITY]: 11, [BROTLI_PARAM_SIZE_HINT]: raw.length } });
}
