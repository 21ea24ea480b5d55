/**
 * Writes src/contract.ts from ../contract/schema.json: the types of what crosses the border, and the definitions that
 * src/api/check.ts reads to check it at run time. `--check` fails where the file differs.
 */
import { readFile, writeFile } from 'node:fs/promises'
import { compile } from 'json-schema-to-typescript'

const SCHEMA = new URL('../../contract/schema.json', import.meta.url)
const TARGET = new URL('../src/contract.ts', import.meta.url)

/** Bodies that the page sends keep optional fields; in everything it receives, defaults are filled in by the check. */
const isSent = (/** @type {string} */ name) => name.endsWith('Request')

/** Messages between servers only, and the export, which the page saves as a file without reading it. */
const FOREIGN = new Set([
  'Check',
  'Event',
  'ExportedLearner',
  'ExportedLesson',
  'ExportedSitting',
  'ExportedTranslation',
  'LearnerExport',
  'LessonPlan',
  'Readiness',
  'StoredTurn',
  'TokenRequest',
  'TokenResponse',
])

/** @typedef {Record<string, any>} Json */

/**
 * Drops titles (they would become a type alias each) and what only Python needs.
 * @param {any} node
 * @returns {any}
 */
function slim(node) {
  if (Array.isArray(node)) return node.map(slim)
  if (typeof node !== 'object' || node === null) return node
  /** @type {Json} */
  const out = {}
  for (const [key, value] of Object.entries(node)) {
    if (key === 'title' && typeof value === 'string') continue
    if (key === '$ref') out[key] = value.replace('#/$defs/', '#/definitions/')
    else if (key === 'properties')
      out[key] = Object.fromEntries(Object.entries(value).map(([k, v]) => [k, slim(v)]))
    else out[key] = slim(value)
  }
  return out
}

/** What the check reads; limits of length and form are the server's to keep. */
const CHECKED = new Set([
  '$ref',
  'anyOf',
  'const',
  'default',
  'enum',
  'items',
  'properties',
  'required',
  'type',
])

/**
 * @param {Json} node
 * @returns {Json}
 */
function checked(node) {
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key]) => CHECKED.has(key))
      .map(([key, value]) => {
        if (key === 'properties')
          return [key, Object.fromEntries(Object.entries(value).map(([k, v]) => [k, checked(v)]))]
        if (key === 'anyOf') return [key, value.map(checked)]
        if (key === 'items') return [key, checked(value)]
        return [key, value]
      }),
  )
}

async function generate() {
  /** @type {Record<string, Json>} */
  const all = JSON.parse(await readFile(SCHEMA, 'utf8')).$defs
  const definitions = Object.fromEntries(
    Object.entries(all)
      .filter(([name]) => !FOREIGN.has(name))
      .map(([name, node]) => {
        const definition = slim(node)
        if (!isSent(name)) definition.required = Object.keys(definition.properties ?? {})
        return [name, definition]
      }),
  )
  const events = Object.keys(definitions).filter((name) => 'n' in (definitions[name].properties ?? {}))
  // The compiler only writes what the root reaches, so the root names everything; it also maps name to type.
  const refs = Object.fromEntries(
    Object.keys(definitions).map((name) => [name, { $ref: `#/definitions/${name}` }]),
  )
  const types = await compile(
    {
      title: 'Borders',
      type: 'object',
      properties: { ...refs, LessonEvent: { $ref: '#/definitions/LessonEvent' } },
      required: [...Object.keys(refs), 'LessonEvent'],
      definitions: { ...definitions, LessonEvent: { anyOf: events.map((name) => ({ ...refs[name] })) } },
    },
    'Borders',
    {
      bannerComment: '',
      additionalProperties: false,
      ignoreMinAndMaxItems: true,
      style: { printWidth: 110, semi: false, singleQuote: true },
    },
  )
  const received = Object.fromEntries(
    Object.entries(definitions)
      .filter(([name]) => !isSent(name))
      .map(([name, node]) => [name, checked(node)]),
  )
  const eventNames = Object.fromEntries(events.map((name) => [definitions[name].properties.type.const, name]))
  return [
    '/* Generated from contract/schema.json by `npm run contract`. Do not edit. */\n',
    types,
    '/** The same as JSON Schema, for the check of what arrives. */',
    `export const DEFINITIONS: Record<string, unknown> = ${JSON.stringify(received)}\n`,
    '/** The definition behind each event type. */',
    `export const EVENTS = ${JSON.stringify(eventNames)} as const\n`,
  ].join('\n')
}

const text = await generate()
if (process.argv.includes('--check')) {
  const current = await readFile(TARGET, 'utf8').catch(() => '')
  if (current !== text) {
    console.error('web_client/src/contract.ts is not what contract/schema.json says; run `npm run contract`')
    process.exitCode = 1
  }
} else {
  await writeFile(TARGET, text)
}
