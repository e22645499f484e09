import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { findAddressee, readCredentials } from './authentication.ts'
import type { Directory, Tenant } from './tenant.ts'

/** Texts of any characters, halves of them too. */
const anyText = fc.string({ unit: fc.nat({ max: 0xffff }).map((code) => String.fromCharCode(code)) })

const basic = (text: string) => `Basic ${Buffer.from(text).toString('base64')}`

describe('credentials', () => {
  it('are an address and a key, and the key may hold colons', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 1 }).filter((text) => !text.includes(':')),
        fc.string({ minLength: 1 }),
        (email, key) => {
          expect(readCredentials(basic(`${email}:${key}`))).toEqual({ email, key })
        },
      ),
    )
  })

  test.for([
    undefined,
    '',
    'Basic',
    'Basic ',
    'Basic ***',
    `Bearer ${Buffer.from('a@b.test:k').toString('base64')}`,
    basic('no colon'),
    basic(':key'),
    basic('a@b.test:'),
  ])('%j holds none', (header) => {
    expect(readCredentials(header)).toBeUndefined()
  })

  it('never fail to be read, whatever the header', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        readCredentials(text)
        readCredentials(`Basic ${text}`)
      }),
    )
  })
})

describe('the account of a call', () => {
  const acme = { name: 'acme' } as Tenant
  const other = { name: 'other' } as Tenant
  const directory: Directory = {
    byName: (name) => [acme, other].find((tenant) => tenant.name === name),
    byKey: (key) => (key === 'key of other' ? other : undefined),
    authenticate: () => undefined,
  }
  const credentials = { email: 'admin@other.test', key: 'key of other' }

  test.for(['acme.gorgias.com', 'ACME.gorgias.com:4010', 'acme.localhost:4010', 'acme.mock.internal'])(
    'is named by the host %s',
    (host) => {
      expect(findAddressee(directory, host, credentials)).toEqual({ tenant: acme })
    },
  )

  test.for(['', 'localhost', 'localhost:4010', '127.0.0.1:4010', '[::1]:4010', 'mock', 'mock:80'])(
    'is not named by the host "%s", so the key says it',
    (host) => {
      expect(findAddressee(directory, host, credentials)).toEqual({ tenant: other })
      expect(findAddressee(directory, host, undefined)).toBe('unknown-credentials')
    },
  )

  it('is said by the key behind a host of somebody else that names no account', () => {
    expect(findAddressee(directory, 'mock.example.com', credentials)).toEqual({ tenant: other })
    expect(findAddressee(directory, 'mock.example.com', { ...credentials, key: 'no key' })).toBe(
      'unknown-credentials',
    )
  })

  it('is unknown under a made-up subdomain of gorgias.com, whatever the key', () => {
    expect(findAddressee(directory, 'nobody.gorgias.com', credentials)).toBe('unknown-host')
  })
})
