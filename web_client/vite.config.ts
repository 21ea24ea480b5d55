import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'
import { prefetchLesson } from './scripts/prefetchLesson.js'

// `npm run dev` talks to a token server that `make run` started; set PORT where it is not the usual one.
const tokenServer = `http://127.0.0.1:${process.env['PORT'] ?? '8080'}`

export default defineConfig({
  plugins: [react(), prefetchLesson()],
  build: {
    target: 'es2022',
    manifest: true, // read by scripts/size.js
    // What the first page needs is one file: twenty small ones would each wait for a connection.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
    assetsInlineLimit: 0, // the page's CSP allows no data: URLs for scripts, and files are cached better
  },
  server: { proxy: { '/api': tokenServer } },
  test: {
    environment: 'jsdom',
    css: { include: [/tokens\.css/] }, // a test compares its colours
    setupFiles: ['src/test/setup.ts'],
    // One page for the files of a worker: making a new one costs more than all tests.
    isolate: false,
    testTimeout: 20_000, // on a machine that is busy with other tests
    restoreMocks: true,
    unstubGlobals: true,
  },
})
