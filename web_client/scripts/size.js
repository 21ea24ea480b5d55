/** Fails where the JavaScript of the first page is over its limit. Reads the build: `npm run build` comes first. */
import { readFile } from 'node:fs/promises'
import { gzipSync } from 'node:zlib'

/** Compressed bytes before the lesson page, whose chunk (with livekit-client) is loaded when it is needed. */
const LIMIT = 250_000

const dist = new URL('../dist/', import.meta.url)

/** @typedef {{ file: string, imports?: string[], src?: string }} Chunk */

/** @type {Record<string, Chunk>} */
const manifest = JSON.parse(await readFile(new URL('.vite/manifest.json', dist), 'utf8'))

/**
 * @param {string} name
 * @param {Set<string>} seen
 * @returns {Set<string>} the files that a browser loads for this chunk
 */
function filesOf(name, seen = new Set()) {
  const chunk = manifest[name]
  if (chunk && !seen.has(chunk.file)) {
    seen.add(chunk.file)
    for (const imported of chunk.imports ?? []) filesOf(imported, seen)
  }
  return seen
}

/** @param {Iterable<string>} files */
async function gzipped(files) {
  let sum = 0
  for (const file of files) sum += gzipSync(await readFile(new URL(file, dist)), { level: 9 }).length
  return sum
}

const kilobytes = (/** @type {number} */ bytes) => `${(bytes / 1000).toFixed(1)} kB`

const page = await readFile(new URL('index.html', dist), 'utf8')
/** Scripts and what they import; `rel="prefetch"` may wait. */
const first = new Set(
  [...page.matchAll(/<(?:script [^>]*src|link rel="modulepreload"[^>]*href)="\/([^"]+)"/g)].map(
    (match) => match[1] ?? '',
  ),
)
if (first.size === 0) throw new Error('dist/index.html loads no script')
const firstBytes = await gzipped(first)
console.log(`first page: ${kilobytes(firstBytes)} of ${kilobytes(LIMIT)} JavaScript, gzip`)

for (const [name, chunk] of Object.entries(manifest)) {
  if (!chunk.src?.endsWith('.tsx')) continue
  const more = [...filesOf(name)].filter((file) => !first.has(file))
  console.log(`${chunk.src}: ${kilobytes(await gzipped(more))} more`)
}
if (firstBytes > LIMIT) {
  console.error(`The first page loads ${kilobytes(firstBytes)}, expected at most ${kilobytes(LIMIT)}`)
  process.exitCode = 1
}
