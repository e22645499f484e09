import { expect, it, test } from 'vitest'
import { isLocalHost } from './transport.ts'
import { unreadFields } from './unread.ts'

const person = { type: 'object', properties: { id: {}, email: {} } }

test.for<[object, unknown, string[]]>([
  [person, { id: 1, email: 'a' }, []],
  [person, { id: 1, nme: 'a' }, ['nme']],
  [
    { type: 'object', properties: { to: { type: 'array', items: person } } },
    { to: [{ id: 1 }, { x: 1 }] },
    ['to[].x'],
  ],
  [{ type: 'object', properties: { customer: person } }, { customer: { name: 'x' } }, ['customer.name']],
  [{ type: 'object', properties: { customer: person } }, { customer: null }, []],
  [{ type: 'object', additionalProperties: true }, { anything: { at: 'all' } }, []],
  [{ type: 'object', properties: { id: {} }, additionalProperties: {} }, { other: 1 }, []],
  [{ type: 'object', properties: { meta: { type: 'object' } } }, { meta: { a: 1 } }, []],
  [{}, { a: 1 }, []],
  [{ anyOf: [person, { type: 'null' }] }, { id: 1, x: 1 }, ['x']],
  [{ anyOf: [person, { type: 'object', properties: { x: {} } }] }, { id: 1, x: 1 }, []],
  [{ anyOf: [person, {}] }, { x: 1 }, []],
  [
    { type: 'object', properties: { a: { anyOf: [person, { type: 'string' }] } } },
    { a: { id: 1, constructor: 1 } },
    ['a.constructor'],
  ],
])('of %j the fields of %j that nobody reads are %j', ([schema, value, fields]) => {
  expect(unreadFields(schema, value)).toEqual(fields)
})

it('a host is local where its name leads to no public network', () => {
  const local = [
    'localhost:4010',
    '127.0.0.1',
    '127.8.9.1:80',
    '[::1]:4010',
    '10.2.3.4',
    '172.31.0.1',
    'gorgias:4010',
  ]
  const near = [
    'acme.test',
    'acme.localhost',
    'host.docker.internal:80',
    'Printer.LOCAL.',
    '192.168.1.5',
    '[fd00::1]',
  ]
  const far = ['acme.gorgias.com', '8.8.8.8', '172.32.0.1', 'test.com', '[2001:db8::1]:80']
  for (const host of [...local, ...near]) expect([host, isLocalHost(host)]).toEqual([host, true])
  for (const host of far) expect([host, isLocalHost(host)]).toEqual([host, false])
})
