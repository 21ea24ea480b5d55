/** Takes the network of jsdom away, and gives it back. */
export function goOnline(online: boolean): void {
  if (online) Reflect.deleteProperty(navigator, 'onLine')
  else Object.defineProperty(navigator, 'onLine', { configurable: true, value: false })
  window.dispatchEvent(new Event(online ? 'online' : 'offline'))
}
