// Runs in the page before its own scripts. `sound.speak` plays samples into the microphone the page gets;
// `sound.levels` is the tutor's loudness at the page, one [ms, rms] every 10 ms. Only the microphone's source is the
// test's; all behind it is real.
window.sound = { levels: [], speak: null };
{
  const RATE = 48000;
  const context = new AudioContext({ sampleRate: RATE });
  const microphone = context.createMediaStreamDestination();
  const idle = context.createConstantSource();
  const quiet = context.createGain();
  quiet.gain.value = 0;
  idle.connect(quiet).connect(microphone);
  idle.start();

  window.sound.speak = async (base64) => {
    await context.resume();
    const bytes = Uint8Array.from(atob(base64), (c) => c.charCodeAt(0));
    const samples = new Float32Array(bytes.buffer);
    const buffer = context.createBuffer(1, samples.length, RATE);
    buffer.copyToChannel(samples, 0);
    const source = context.createBufferSource();
    source.buffer = buffer;
    source.connect(microphone);
    const began = performance.now();
    source.start();
    await new Promise((done) => (source.onended = done));
    return { began, ended: performance.now() };
  };

  if (!window.realMicrophone) {
    navigator.mediaDevices.getUserMedia = async (wanted) => {
      if (!wanted || !wanted.audio) throw new DOMException("no video", "NotFoundError");
      await context.resume();
      return new MediaStream(microphone.stream.getAudioTracks().map((track) => track.clone()));
    };
  }

  const heard = new WeakSet();
  const analysers = [];
  setInterval(() => {
    for (const element of document.querySelectorAll("audio")) {
      const stream = element.srcObject;
      if (!stream || heard.has(stream) || !stream.getAudioTracks().length) continue;
      heard.add(stream);
      const analyser = context.createAnalyser();
      analyser.fftSize = 1024;
      context.createMediaStreamSource(stream).connect(analyser);
      analysers.push(analyser);
      context.resume();
    }
    const window_ = new Float32Array(1024);
    let power = 0;
    for (const analyser of analysers) {
      analyser.getFloatTimeDomainData(window_);
      power += window_.reduce((sum, x) => sum + x * x, 0) / window_.length;
    }
    if (analysers.length) window.sound.levels.push([performance.now(), Math.sqrt(power)]);
  }, 10);
}
