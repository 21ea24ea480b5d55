/** What the browser of a test says about the microphone. */
export class FakePermission {
  readonly listeners = new Set<() => void>()

  constructor(public state: PermissionState) {}

  /** Into jsdom, which knows no permissions. To be deleted again after the test. */
  install(): this {
    Object.defineProperty(navigator, 'permissions', {
      configurable: true,
      value: { query: () => Promise.resolve(this) },
    })
    return this
  }

  addEventListener(_: 'change', listener: () => void): void {
    this.listeners.add(listener)
  }

  removeEventListener(_: 'change', listener: () => void): void {
    this.listeners.delete(listener)
  }

  become(state: PermissionState): void {
    this.state = state
    this.listeners.forEach((listener) => {
      listener()
    })
  }
}
