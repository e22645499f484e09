import { describe, expect, it } from 'vitest'
import { loadConfig } from './load-config.ts'
import { settings } from './settings.ts'
import type { Setting } from './settings.ts'

const complete = {
  GORGIAS_SUBDOMAIN: 'acme',
  GORGIAS_EMAIL: 'bot@acme.test',
  GORGIAS_API_KEY: 'k-123',
  GORGIAS_SUPPORT_EMAIL: 'support@acme.test',
  ERROR_NOTIFICATION_EMAIL: 'alerts@acme.test',
  GLADLY_BASE_URL: 'https://acme.us-1.gladly.com',
}

const load = (env: Record<string, string>, file?: unknown) =>
  loadConfig({
    env: { ...complete, ...env },
    ...(file !== undefined && { file: { name: 'org.json', text: JSON.stringify(file) } }),
  })

function configOf(env: Record<string, string>, file?: unknown) {
  const loaded = load(env, file)
  if (!loaded.ok) throw new Error(loaded.message)
  return loaded.config
}

function messageOf(env: Record<string, string>, file?: unknown): string {
  const loaded = load(env, file)
  return loaded.ok ? 'it was accepted' : loaded.message
}

describe('loadConfig', () => {
  it('fills what is not set with the defaults of the set-up guide', () => {
    expect(configOf({})).toMatchObject({
      gorgias: { baseUrl: 'https://acme.gorgias.com', apiKeyUserEmail: 'bot@acme.test' },
      subjectTemplate: 'Gladly AI Handoff',
      defaultPriority: 'normal',
      integrationUserEmail: 'bot@acme.test',
      customTags: [],
      timeZone: 'UTC',
      channels: ['chat', 'email'],
      noEmailPolicy: 'fail_and_notify',
      gladly: { conversationUrlTemplate: 'https://acme.us-1.gladly.com/conversation/{conversationId}' },
    })
    expect(configOf({}).team).toBeUndefined()
    expect(configOf({}).handoffMessages).toEqual({ byGuide: {} })
  })

  it('names everything that is missing in one message, each with what to set it to (REQ-058, REQ-059)', () => {
    const loaded = loadConfig({ env: {} })
    expect(loaded).toMatchObject({ ok: false })
    const message = loaded.ok ? '' : loaded.message
    expect(message).toMatch(/^6 settings need attention/)
    for (const name of [
      'GORGIAS_URL or GORGIAS_SUBDOMAIN',
      'GORGIAS_EMAIL',
      'GORGIAS_API_KEY',
      'GORGIAS_SUPPORT_EMAIL',
      'ERROR_NOTIFICATION_EMAIL',
      'GLADLY_CONVERSATION_URL_TEMPLATE or GLADLY_BASE_URL',
    ])
      expect(message).toContain(`${name} is missing: set ${name.split(' ')[0] ?? ''} to`)
  })

  it('names what is wrong together with what is missing and what contradicts', () => {
    const message = messageOf({
      GORGIAS_EMAIL: '',
      TIME_ZONE: 'Mars/Olympus',
      DEFAULT_PRIORITY: 'critical',
      ERROR_NOTIFICATION_EMAIL: 'Support@ACME.test',
    })
    expect(message).toContain('GORGIAS_EMAIL is missing')
    expect(message).toContain('TIME_ZONE must be an IANA time zone')
    expect(message).toContain('DEFAULT_PRIORITY must be one of normal, high, urgent')
    expect(message).toContain('ERROR_NOTIFICATION_EMAIL is the support address')
  })

  it.each([
    ['acme', 'https://acme.gorgias.com'],
    ['Acme-2', 'https://acme-2.gorgias.com'],
    ['acme.gorgias.com', 'https://acme.gorgias.com'],
  ])('makes an address of the subdomain %j', (given, baseUrl) => {
    expect(configOf({ GORGIAS_SUBDOMAIN: given }).gorgias.baseUrl).toBe(baseUrl)
  })

  it.each([
    'acme/api',
    'acme.example.com',
    'evil.com#.gorgias.com',
    'a b',
    ' acme',
    'acme.gorgias.com.evil.com',
    '-a',
  ])('refuses %j as a subdomain', (given) => {
    expect(messageOf({ GORGIAS_SUBDOMAIN: given })).toContain('GORGIAS_SUBDOMAIN must be the name alone')
  })

  it.each(['http://gorgias:4010', 'http://10.0.0.7', 'http://shop.localhost:4010', 'http://[::1]:4010'])(
    'takes %s: a simulator nearby needs no https',
    (url) => expect(configOf({ GORGIAS_URL: url }).gorgias.baseUrl).toBe(url),
  )

  it.each([
    'http://acme.gorgias.com',
    'http://example.com',
    'http://8.8.8.8',
    'http://127.0.0.1.example.com',
  ])('refuses %s, where the key would travel in the clear', (url) =>
    expect(messageOf({ GORGIAS_URL: url })).toContain('GORGIAS_URL must be https'),
  )

  it('prefers GORGIAS_URL, for simulators', () => {
    expect(configOf({ GORGIAS_URL: 'http://127.0.0.1:4010/' }).gorgias.baseUrl).toBe('http://127.0.0.1:4010')
  })

  it.each([
    'ftp://acme.test',
    'https://acme.test/api',
    'https://u:p@acme.test',
    'acme.test',
    'https://acme.test?a',
  ])('refuses %j as GORGIAS_URL', (given) => {
    expect(messageOf({ GORGIAS_URL: given })).toContain('GORGIAS_URL must be an address without a path')
  })

  it.each([
    'http://acme.test/{conversationId}',
    'https://acme.test/conversation',
    'https://acme.test/{conversationId}/{other}',
    'https://{conversationId}.acme.test/',
  ])('refuses %j as the address of conversations', (given) => {
    expect(messageOf({ GLADLY_CONVERSATION_URL_TEMPLATE: given })).toContain(
      'GLADLY_CONVERSATION_URL_TEMPLATE must be an https address with {conversationId}',
    )
  })

  it('prefers the template to the base address', () => {
    const template = 'https://desk.acme.test/c/{customerId}/{conversationId}'
    expect(configOf({ GLADLY_CONVERSATION_URL_TEMPLATE: template }).gladly.conversationUrlTemplate).toBe(
      template,
    )
  })

  it('reads lists and numbers of the environment', () => {
    expect(configOf({ CUSTOM_TAGS: 'vip, eu,', TEAM_ID: '12', CHANNELS: 'chat' })).toMatchObject({
      customTags: ['vip', 'eu'],
      team: { id: 12 },
      channels: ['chat'],
    })
    expect(messageOf({ TEAM_ID: 'support' })).toContain('TEAM_ID must be a whole number')
    expect(messageOf({ CHANNELS: ',' })).toContain('CHANNELS is a list of at least 1')
    expect(messageOf({ CHANNELS: 'chat,sms' })).toContain('CHANNELS is a list, and each entry must be one of')
  })

  it('reads a file in the shape of the configuration, and the environment wins', () => {
    const config = configOf(
      { LOCALE: 'de-DE' },
      {
        locale: 'fr',
        customTags: ['vip'],
        handoffMessages: { default: 'Hello', byGuide: { g1: 'Hi' } },
        limits: { tags: 5 },
        retry: { deadlineMs: 60_000 },
      },
    )
    expect(config).toMatchObject({
      locale: 'de-DE',
      customTags: ['vip'],
      handoffMessages: { default: 'Hello', byGuide: { g1: 'Hi' } },
      limits: { tags: 5, topics: 10 },
      retry: { deadlineMs: 60_000, maxFailures: 5 },
    })
  })

  it('lets a subdomain of the environment win over an address of the file', () => {
    const config = configOf({}, { gorgias: { baseUrl: 'https://other.gorgias.com' } })
    expect(config.gorgias.baseUrl).toBe('https://acme.gorgias.com')
  })

  it('refuses keys of the file that are no settings', () => {
    const message = messageOf({}, { gorgias: { apiKeyUser: 'a@b.c' }, colour: 'red', team: 12 })
    expect(message).toContain('gorgias.apiKeyUser in org.json is no setting')
    expect(message).toContain('colour in org.json is no setting')
    expect(message).toContain('team in org.json must be an object')
  })

  it('names the place where a file is not JSON', () => {
    const loaded = loadConfig({ env: complete, file: { name: 'org.json', text: '{\n  "locale": }' } })
    expect(loaded).toMatchObject({ ok: false, message: expect.stringContaining('org.json:2:13') as string })
  })

  it('quotes neither the API key nor the mail password', () => {
    const message = messageOf({ GORGIAS_API_KEY: 'geheim geheim', SMTP_URL: 'http://u:geheim@mail.test' })
    expect(message).toContain('GORGIAS_API_KEY')
    expect(message).toContain('SMTP_URL')
    expect(message).not.toContain('geheim')
  })

  it('answers the mail server apart from the configuration', () => {
    expect(load({ SMTP_URL: 'smtp://127.0.0.1:25' })).toMatchObject({
      ok: true,
      smtpUrl: 'smtp://127.0.0.1:25',
    })
  })
})

describe('the table of settings', () => {
  const rows: Setting<unknown>[] = Object.values(settings)

  it('has no name twice', () => {
    const names = rows.map(({ env }) => env).filter((env) => env !== undefined)
    const paths = rows.map(({ path }) => path)
    expect(new Set(names).size).toBe(names.length)
    expect(new Set(paths).size).toBe(paths.length)
  })

  it('has defaults that its own parsers accept', () => {
    for (const { path, default: value, parse } of rows)
      if (value !== undefined) expect(parse(value), path).toEqual({ ok: true, value })
  })
})
