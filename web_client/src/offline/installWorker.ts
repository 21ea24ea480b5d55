/**
 * Makes the page installable and able to say that it is offline. After the page has loaded: the worker fetches what the
 * page does. Browsers without workers, and http, do without.
 */
export function installWorker(container: Pick<ServiceWorkerContainer, 'register'> | undefined): void {
  const install = () => {
    container?.register('/sw.js').catch((error: unknown) => {
      console.warn('no service worker', error)
    })
  }
  if (document.readyState === 'complete') install()
  else window.addEventListener('load', install, { once: true })
}
