// Runs after page_sound.js: microphones that can be chosen, pulled out, taken by the system and given back. What the
// test speaks reaches the page by the one that the test speaks into, and no other.
{
  const media = navigator.mediaDevices;
  const spoken = media.getUserMedia.bind(media);
  const context = new AudioContext({ sampleRate: 48000 });
  const microphones = new Map();
  let plugged = [];
  let busy = false;
  const given = [];

  const hear = async (label) => {
    if (!microphones.has(label)) {
      const stream = await spoken({ audio: true });
      const [gate, out] = [context.createGain(), context.createMediaStreamDestination()];
      gate.gain.value = 0;
      context.createMediaStreamSource(stream).connect(gate).connect(out);
      microphones.set(label, { gate, track: out.stream.getAudioTracks()[0] });
    }
    return microphones.get(label);
  };
  const wish = ({ deviceId } = {}) =>
    typeof deviceId === "object" && deviceId !== null ? (deviceId.exact ?? deviceId.ideal) : deviceId;

  media.getUserMedia = async ({ audio }) => {
    if (busy) throw new DOMException("taken", "NotReadableError");
    if (plugged.length === 0) throw new DOMException("none", "NotFoundError");
    const wanted = wish(audio === true ? {} : audio);
    const label = plugged.includes(wanted) ? wanted : plugged[0];
    await context.resume();
    const track = (await hear(label)).track.clone();
    const settings = track.getSettings.bind(track);
    track.getSettings = () => ({ ...settings(), deviceId: label, groupId: label });
    Object.defineProperty(track, "label", { value: label });
    given.push(track);
    return new MediaStream([track]);
  };
  media.enumerateDevices = async () =>
    plugged.map((label) => ({ kind: "audioinput", deviceId: label, groupId: label, label }));

  const end = (track) => {
    track.stop(); // by the page itself it makes no event
    track.dispatchEvent(new Event("ended"));
  };
  const live = () => given.filter((track) => track.readyState === "live");

  window.devices = {
    plug: (...labels) => {
      plugged = labels;
      media.dispatchEvent(new Event("devicechange"));
      for (const track of live()) if (!labels.includes(track.label)) end(track);
    },
    speakInto: async (label) => {
      await hear(label);
      for (const [name, { gate }] of microphones) gate.gain.value = name === label ? 1 : 0;
    },
    // As in a telephone call: the tracks stay, without sound.
    take: (taken) => {
      for (const track of live()) {
        Object.defineProperty(track, "muted", { value: taken, configurable: true });
        track.dispatchEvent(new Event(taken ? "mute" : "unmute"));
      }
    },
    // As in a call on a phone that ends them, and gives none while it lasts.
    seize: (seized) => {
      busy = seized;
      if (seized) live().forEach(end);
    },
  };
  window.devices.plug("Built-in Microphone", "AirPods Pro");
}
