import { expect, it } from 'vitest'
import { ServerSent } from './serverSent'

const STREAM = 'event: a\ndata: {"n":1}\n\n: still here\n\nevent: b\ndata: {"n":2}\n\ndata: cut'

it.each([1, 2, 7, STREAM.length])('gives each event once it is whole, in pieces of %i', (size) => {
  const stream = new ServerSent()
  const found: string[] = []
  for (let at = 0; at < STREAM.length; at += size) found.push(...stream.push(STREAM.slice(at, at + size)))
  expect(found).toEqual(['{"n":1}', '{"n":2}'])
})
