/**
 * The check of everything that arrives: HTTP bodies and room events are held against contract/schema.json once, here,
 * and are typed from then on. Missing fields with a default get it; unknown fields pass, so that an older page
 * survives a newer server. Errors name the place and the expected kind, never the value: it may be a learner's words.
 */
import { type Borders, DEFINITIONS, EVENTS, type LessonEvent } from '../contract'

export class BorderError extends Error {
  override name = 'BorderError'
}

interface Schema {
  $ref?: string
  anyOf?: Schema[]
  const?: unknown
  default?: unknown
  enum?: unknown[]
  items?: Schema
  properties?: Record<string, Schema>
  required?: string[]
  type?: 'array' | 'boolean' | 'integer' | 'null' | 'number' | 'object' | 'string'
}

const definitions = DEFINITIONS as Record<string, Schema>

/** `data` as the named message; throws `BorderError` where it is not. */
export function receive<Name extends keyof Borders>(name: Name, data: unknown): Borders[Name] {
  return accept({ $ref: `#/definitions/${name}` }, data, name) as Borders[Name]
}

/** A room event from its JSON text; null for a type this page does not know (a newer tutor's). */
export function receiveEvent(text: string): LessonEvent | null {
  const data = parseJson(text)
  const type = isRecord(data) ? data['type'] : undefined
  if (typeof type !== 'string') throw new BorderError('event has no type, expected one of the contract')
  const name = (EVENTS as Record<string, keyof Borders>)[type]
  return name === undefined ? null : (receive(name, data) as LessonEvent)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new BorderError('message is not JSON')
  }
}

function isRecord(data: unknown): data is Record<string, unknown> {
  return typeof data === 'object' && data !== null && !Array.isArray(data)
}

function accept(schema: Schema, data: unknown, path: string): unknown {
  if (schema.$ref !== undefined) return accept(resolve(schema.$ref), data, path)
  if (schema.anyOf !== undefined) return acceptAny(schema.anyOf, data, path)
  if (schema.const !== undefined && data !== schema.const) throw wrong(path, JSON.stringify(schema.const))
  if (schema.enum !== undefined && !schema.enum.includes(data)) throw wrong(path, schema.enum.join(' | '))
  switch (schema.type) {
    case 'object':
      return acceptObject(schema, data, path)
    case 'array':
      if (!Array.isArray(data)) throw wrong(path, 'array')
      return data.map((item, index) => accept(schema.items ?? {}, item, `${path}[${index}]`))
    case 'integer':
      if (!Number.isInteger(data)) throw wrong(path, 'integer')
      return data
    case 'number':
      if (typeof data !== 'number' || !Number.isFinite(data)) throw wrong(path, 'number')
      return data
    case 'string':
    case 'boolean':
      if (typeof data !== schema.type) throw wrong(path, schema.type)
      return data
    case 'null':
      if (data !== null) throw wrong(path, 'null')
      return data
    case undefined:
      return data
    default:
      throw new BorderError(`${path} has a type that this check does not know`)
  }
}

function acceptObject(schema: Schema, data: unknown, path: string): Record<string, unknown> {
  if (!isRecord(data)) throw wrong(path, 'object')
  const accepted: Record<string, unknown> = {}
  for (const [key, property] of Object.entries(schema.properties ?? {})) {
    const value = data[key] === undefined ? property.default : data[key]
    if (value !== undefined) accepted[key] = accept(property, value, `${path}.${key}`)
    else if (schema.required?.includes(key)) throw wrong(`${path}.${key}`, 'to be there')
  }
  return accepted
}

function acceptAny(choices: Schema[], data: unknown, path: string): unknown {
  let last: unknown
  for (const choice of choices) {
    try {
      return accept(choice, data, path)
    } catch (error) {
      // `X | null` is the only union of the contract: what is said about X is the better message.
      if (last === undefined || choice.type !== 'null') last = error
    }
  }
  throw last
}

function resolve(ref: string): Schema {
  const definition = definitions[ref.slice(ref.lastIndexOf('/') + 1)]
  if (definition === undefined) throw new BorderError(`${ref} is not part of the contract`)
  return definition
}

function wrong(path: string, expected: string): BorderError {
  return new BorderError(`${path} is not as agreed, expected ${expected}`)
}
