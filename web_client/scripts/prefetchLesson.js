/** The lesson page and livekit-client, fetched ahead while the learner chooses: downloaded, but run only when needed. */

const LESSON_PAGE = /src\/lesson\/LessonPage\.tsx$/

/** @returns {import('vite').Plugin} */
export function prefetchLesson() {
  return {
    name: 'prefetch-lesson',
    transformIndexHtml: {
      order: 'post',
      handler(_, { bundle }) {
        const chunks = Object.values(bundle ?? {}).filter((file) => file.type === 'chunk')
        const entry = chunks.find((chunk) => chunk.isEntry)
        const lesson = chunks.find((chunk) => LESSON_PAGE.test(chunk.facadeModuleId ?? ''))
        if (!entry || !lesson) return []
        const loaded = new Set([entry.fileName, ...entry.imports])
        const files = [lesson.fileName, ...lesson.imports].filter((file) => !loaded.has(file))
        return files.map((file) => ({
          tag: 'link',
          attrs: { rel: 'prefetch', as: 'script', crossorigin: true, href: `/${file}` },
          injectTo: 'head',
        }))
      },
    },
  }
}
