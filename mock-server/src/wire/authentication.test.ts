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
          expect(readCredentials(basic(`${email}:${key}`))).toEqual({ scheme: 'basic', email, key })
        },
      ),
    )
  })

  it('are the token of an app, whatever the case of the scheme', () => {
    const credentials = { scheme: 'bearer', token: 'acme.0f-9_~+/==' }
    expect(readCredentials('Bearer acme.0f-9_~+/==')).toEqual(credentials)
    expect(readCredentials('bearer acme.0f-9_~+/==')).toEqual(credentials)
  })

  test.for([
    undefined,
    '',
    'Basic',
    'Basic ',
    'Basic ***',
    'Bearer',
    'Bearer ',
    'Bearer two words',
    'Bearer ***',
    'Token acme.0f9e',
    'acme.0f9e',
    `${basic('a@b.test:k')}, Bearer acme.0f9e`,
    `Bearer acme.0f9e, ${basic('a@b.test:k')}`,
    `Bearer ${'f'.repeat(2000)}`,
    basic(`a@b.test:${'k'.repeat(1600)}`),
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
        readCredentials(`Bearer ${text}`)
      }),
    )
  })
})

describe('the account of a call', () => {
  const acme = { name: 'acme' } as Tenant
  const other = { name: 'other' } as Tenant
  const directory: Directory = {
    byName: (name) => [acme, other].find((tenant) => tenant.name === name),
    bySecret: (secret) => (secret === 'secret of other' ? other : undefined),
    byClient: () => undefined,
    authenticate: () => undefined,
  }
  const credentials = { scheme: 'basic', email: 'admin@other.test', key: 'secret of other' } as const
  const token = { scheme: 'bearer', token: 'secret of other' } as const

  test.for(['acme.gorgias.com', 'ACME.gorgias.com:4010', 'acme.localhost:4010', 'acme.mock.internal'])(
    'is named by the host %s',
    (host) => {
      expect(findAddressee(directory, host, credentials)).toEqual({ tenant: acme })
    },
  )

  test.for(['', 'localhost', 'localhost:4010', '127.0.0.1:4010', '[::1]:4010', 'mock', 'mock:80'])(
    'is not named by the host "%s", so the key or token says it',
    (host) => {
      expect(findAddressee(directory, host, credentials)).toEqual({ tenant: other })
      expect(findAddressee(directory, host, token)).toEqual({ tenant: other })
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
