/** The lesson page and livekit-client are one chunk: loaded when needed, fetched ahead while the learner chooses. */
export function loadLessonPage() {
  return import('../lesson/LessonPage')
}
