/** How a microphone is captured, in the check as in the lesson: what is judged is what the tutor will hear. */
export function captureOf(deviceId: string | null) {
  return {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    // A wish: where that microphone is unplugged, the device's own is taken.
    ...(deviceId !== null && { deviceId: { ideal: deviceId } }),
  }
}
