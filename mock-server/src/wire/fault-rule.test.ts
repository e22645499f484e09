import { describe, expect, it } from 'vitest'
import fc from 'fast-check'
import { matcherOf, valueAt } from './fault-rule.ts'
import { fitsPattern } from './pattern.ts'
import type { FaultCall, FaultMatch } from './fault-rule.ts'

const call: FaultCall = {
  operation: 'createTicketMessage',
  method: 'POST',
  path: '/api/tickets/812/messages',
  headers: { 'user-agent': 'handoff/1.4 node', 'x-trace': 'abc', accept: '' },
  caller: { userId: 5, keyId: 9, app: null },
  body: { external_id: 'h-1', channel: 'email', sender: { email: 'ana@example.com' }, tags: ['vip', null] },
  answersBody: true,
}

const matches = (match: FaultMatch, more: Partial<FaultCall> = {}) =>
  matcherOf('*', match, { wantsBody: false })({ ...call, ...more })

describe('a match', () => {
  it.for<[FaultMatch, FaultMatch]>([
    [{ method: 'POST' }, { method: 'PUT' }],
    [{ path: '/api/tickets/812' }, { path: '/api/tickets/81' }],
    [{ path: '/api/tickets/812/messages/' }, { path: '/api/tickets/812/messages/3' }],
    [{ user_id: 5 }, { user_id: 9 }],
    [{ key_id: 9 }, { key_id: 5 }],
    [{ header: { name: 'X-Trace' } }, { header: { name: 'x-span' } }],
    [{ header: { name: 'accept', equals: '' } }, { header: { name: 'x-span', pattern: '*' } }],
    [{ header: { name: 'x-trace', equals: 'abc' } }, { header: { name: 'x-trace', equals: 'ab' } }],
    [
      { header: { name: 'user-agent', pattern: 'handoff/*' } },
      { header: { name: 'user-agent', pattern: '*curl*' } },
    ],
    [
      { body: { path: 'sender.email', equals: 'ana@example.com' } },
      { body: { path: 'sender', equals: 'ana@example.com' } },
    ],
    [
      { body: { path: '/sender/email', contains: 'example' } },
      { body: { path: '/sender', contains: 'ana' } },
    ],
    [{ body: { path: 'tags', contains: 'vip' } }, { body: { path: 'tags', contains: 'vi' } }],
    [{ body: { path: 'tags.1', equals: null } }, { body: { path: 'tags.2', equals: null } }],
    [{ body: { path: 'tags', equals: ['vip', null] } }, { body: { path: 'tags', equals: ['vip'] } }],
    [{ external_id: 'h-1' }, { external_id: 'h-2' }],
    [
      { method: 'POST', external_id: 'h-1' },
      { method: 'PUT', external_id: 'h-1' },
    ],
  ])('fits where all that is named fits: %j, and not %j', ([fitting, other]) => {
    expect(matches(fitting)).toBe(true)
    expect(matches(other)).toBe(false)
  })

  it('knows apps by their client id, and nobody where the credentials are not valid', () => {
    const app = { id: 1, clientId: 'c-1', scopes: [] }
    expect(matches({ client_id: 'c-1' }, { caller: { userId: 5, keyId: null, app } })).toBe(true)
    expect(matches({ client_id: 'c-1' })).toBe(false)
    expect(matches({ user_id: 5 }, { caller: undefined })).toBe(false)
  })

  it('of named operations leaves the others alone, and paths without one', () => {
    const named = matcherOf(['createTicketMessage', 'getTicket'], {}, { wantsBody: false })
    expect(named(call)).toBe(true)
    expect(named({ ...call, operation: 'createTicket' })).toBe(false)
    expect(named({ ...call, operation: null })).toBe(false)
    expect(matches({}, { operation: null })).toBe(true)
  })

  it('that is about a body leaves answers without one alone', () => {
    const broken = matcherOf('*', {}, { wantsBody: true })
    expect(broken(call)).toBe(true)
    expect(broken({ ...call, answersBody: false })).toBe(false)
  })

  it.for([undefined, null, 'text', 7, []])('of a body fits nothing where the body is %j', (body) => {
    expect(matches({ external_id: 'h-1' }, { body })).toBe(false)
    expect(matches({ body: { path: 'constructor.name', contains: '' } }, { body })).toBe(false)
  })
})

describe('a value in a body', () => {
  it('is found by a dotted path or a JSON pointer, and only what is in the body', () => {
    const body = { a: { 'b/c': [{ d: 1 }] } }
    expect(valueAt(body, 'a.b/c.0.d')).toBe(1)
    expect(valueAt(body, '/a/b~1c/0/d')).toBe(1)
    expect(valueAt(body, 'a.toString')).toBeUndefined()
    expect(valueAt(body, '__proto__')).toBeUndefined()
    expect(valueAt(body, 'a.b/c.1.d')).toBeUndefined()
  })
})

describe('a pattern', () => {
  it.for<[string, string, boolean]>([
    ['abc', 'abc', true],
    ['abc', 'abcd', false],
    ['*', '', true],
    ['a*', 'abc', true],
    ['*c', 'abc', true],
    ['a*c', 'abc', true],
    ['a*a', 'a', false],
    ['a*b*c', 'a-b-c', true],
    ['a*b*c', 'a-c-b', false],
    ['ab*b', 'ab', false],
    ['*b*b*', 'b', false],
    ['.*', 'x', false],
  ])('%j on %j: %j', ([pattern, text, fits]) => {
    expect(fitsPattern(pattern, text)).toBe(fits)
  })

  it('fits what a regular expression of the same meaning fits', () => {
    const letters = (...more: string[]) =>
      fc.string({ unit: fc.constantFrom('a', 'b', ...more), maxLength: 8 })
    fc.assert(
      fc.property(letters('*'), letters(), (pattern, text) => {
        expect(fitsPattern(pattern, text)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text))
      }),
      { numRuns: 1_000 },
    )
  })
})
