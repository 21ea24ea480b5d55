/**
 * The service worker: makes the page installable, and lets it say honestly that it is offline instead of leaving that
 * to the browser's error page. It keeps one thing, the shell (the page and what index.html loads with it), and gives it
 * out only where the network has failed. Everything else, all of /api first, is not its business and never kept.
 *
 * It has no version: each page that comes from the network renews the shell, and the browser looks for a new worker
 * whenever it starts one. A release is therefore seen with the first page loaded after it, as without a worker.
 */
const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self))

const SHELL = 'shell'
const PAGE = '/'
/** Answers of the server that are no pages of ours. */
const NO_PAGES = /^\/(api|livekit|metrics|healthz|readyz)(\/|$)/

worker.addEventListener('install', (event) => {
  event.waitUntil(Promise.all([fetch(PAGE, { cache: 'no-cache' }).then(keep), worker.skipWaiting()]))
})

worker.addEventListener('activate', (event) => {
  event.waitUntil(worker.clients.claim())
})

worker.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== worker.location.origin || NO_PAGES.test(pathname)) return
  if (request.mode === 'navigate') event.respondWith(page(event))
  else if (pathname.startsWith('/assets/')) event.respondWith(asset(request))
})

/**
 * From the network, and from the shell where there is none.
 * @param {FetchEvent} event
 */
async function page(event) {
  try {
    const response = await fetch(event.request)
    // Without `await`: keeping must not make the learner wait, and its failure is no failure of the page.
    if (isPage(response)) event.waitUntil(keep(response.clone()).catch(() => undefined))
    return response
  } catch (error) {
    const kept = await (await caches.open(SHELL)).match(PAGE)
    if (kept === undefined) throw error
    return kept
  }
}

/**
 * A file whose name changes with its content: as kept, where it is part of the shell.
 * @param {Request} request
 */
async function asset(request) {
  return (await (await caches.open(SHELL)).match(request)) ?? fetch(request)
}

/** @param {Response} response */
function isPage(response) {
  return (
    response.ok &&
    !response.redirected &&
    response.headers.get('content-type')?.startsWith('text/html') === true
  )
}

/**
 * Makes this page the shell: first what it loads, then the page itself, then the rest may go. Broken off anywhere, what
 * is kept still fits together.
 * @param {Response} response
 */
async function keep(response) {
  if (!isPage(response)) throw new Error(`the page came with status ${response.status}`)
  const html = await response.clone().text()
  const files = filesOf(html)
  const shell = await caches.open(SHELL)
  const kept = await shell.match(PAGE)
  if (kept !== undefined && (await kept.text()) === html) return
  await Promise.all(
    files.map(async (file) => {
      if ((await shell.match(file)) === undefined) await shell.add(file)
    }),
  )
  await shell.put(PAGE, response)
  for (const { url } of await shell.keys()) {
    const { pathname } = new URL(url)
    if (pathname !== PAGE && !files.includes(pathname)) await shell.delete(url)
  }
}

/**
 * The hashed files that a page names: script, its imports, styles.
 * @param {string} html
 */
function filesOf(html) {
  return [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '')
}
