import { describe, expect, it } from 'vitest'
import { startApi } from './api.ts'
import type { Api, Refused } from './api.ts'

interface Uploaded {
  readonly content_type: string
  readonly name: string
  readonly size: number
  readonly url: string
}

type Part = readonly [name: string, content: Blob | string]

const file = (content: string | Uint8Array<ArrayBuffer>, type = 'text/plain') => new Blob([content], { type })

/** Sends a form as the account's admin; asserts the status, answers the body. */
async function upload<T = Uploaded[]>(api: Api, status: number, parts: readonly Part[], type = 'attachment') {
  const form = new FormData()
  for (const [name, content] of parts) {
    if (typeof content === 'string') form.append(name, content)
    else form.append(name, content, 'on-disk')
  }
  return send<T>(api, status, { body: form }, type)
}

async function send<T>(api: Api, status: number, init: RequestInit, type = 'attachment'): Promise<T> {
  const { authorization } = api.server.account
  const answer = await fetch(`${api.server.url}/api/upload?type=${type}`, {
    method: 'POST',
    ...init,
    headers: { authorization, ...(init.headers as Record<string, string> | undefined) },
  })
  const text = await answer.text()
  expect(answer.status, text).toBe(status)
  return JSON.parse(text) as T
}

const download = (url: string, authorization?: string) =>
  fetch(url, { headers: authorization === undefined ? {} : { authorization } })

const only = (files: readonly Uploaded[]): Uploaded => {
  const [first] = files
  if (files.length !== 1 || first === undefined) throw new Error(`${files.length} files instead of one`)
  return first
}

describe('an upload', () => {
  it('answers what an attachment takes, each file under the name of its part', async () => {
    await using api = await startApi()
    const files = await upload(api, 201, [
      ['label.pdf', file('%PDF', 'application/pdf')],
      ['notes.txt', file('Größe 42')],
    ])
    expect(files.map((one) => Object.keys(one))).toEqual([
      ['content_type', 'name', 'size', 'url'],
      ['content_type', 'name', 'size', 'url'],
    ])
    expect(files).toMatchObject([
      { content_type: 'application/pdf', name: 'label.pdf', size: 4 },
      { content_type: 'text/plain', name: 'notes.txt', size: 10 },
    ])
    const ticket = await api.call(201, 'POST', '/api/tickets', {
      messages: [
        { channel: 'phone', from_agent: false, sender: { email: 'a@example.com' }, attachments: files },
      ],
    })
    expect(ticket).toMatchObject({ messages: [{ attachments: files }] })
  })

  it('of an attachment is private: it is served with credentials only', async () => {
    await using api = await startApi()
    const { url } = only(await upload(api, 201, [['a.txt', file('hello')]]))
    expect(new URL(url).pathname).toMatch(/^\/api\/attachment\/download\/[0-9a-f]{16}\/[\w-]+-a\.txt$/)
    expect((await download(url)).status).toBe(401)
    const answer = await download(url, api.server.account.authorization)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/plain')
    expect(answer.headers.get('x-gorgias-account-api-call-limit')).toBe('0/40')
    expect(await answer.text()).toBe('hello')
  })

  it.each(['public_attachment', 'profile_picture', 'widget_picture'])(
    'of a %s is served to everybody, outside of the API',
    async (type) => {
      await using api = await startApi()
      const { url } = only(await upload(api, 201, [['a.png', file('hello', 'image/png')]], type))
      expect(new URL(url).pathname).toMatch(/^\/uploads\//)
      const answer = await download(url)
      expect(answer.headers.get('content-type')).toBe('image/png')
      expect(await answer.text()).toBe('hello')
      const [, , hash, name] = new URL(url).pathname.split('/')
      expect((await download(`${api.server.url}/uploads/${hash ?? ''}/${name ?? ''}x`)).status).toBe(404)
    },
  )

  it.each(['text/html', 'image/svg+xml', 'application/xhtml+xml'])(
    'that is a page (%s) is to be saved, and never shown as one',
    async (type) => {
      await using api = await startApi()
      const { url } = only(
        await upload(api, 201, [['p"ä.html', file('<script>', type)]], 'public_attachment'),
      )
      const { headers } = await download(url)
      expect(headers.get('content-disposition')).toMatch(/^attachment; filename="[^"]+"; filename\*=UTF-8''/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    },
  )

  it('keeps bytes as they are, whatever they are called, and empty ones too', async () => {
    await using api = await startApi()
    const bytes = Uint8Array.from({ length: 256 }, (_, i) => i)
    const [odd, empty] = await upload(api, 201, [
      ['../../etc/päss\u202Ewd', file(bytes, 'no type at all')],
      ['empty', file('')],
    ])
    expect(odd).toMatchObject({ name: '../../etc/päss\u202Ewd', content_type: 'application/octet-stream' })
    expect(odd?.url).toMatch(/-\.\.-\.\.-etc-p-ss-wd$/)
    const answer = await download(odd?.url ?? '', api.server.account.authorization)
    expect(new Uint8Array(await answer.arrayBuffer())).toEqual(bytes)
    expect(empty).toMatchObject({ name: 'empty', size: 0 })
  })

  it('is refused where it is no form', async () => {
    await using api = await startApi()
    const json = { body: '{}', headers: { 'content-type': 'application/json' } }
    const { error } = await send<Refused>(api, 415, json)
    expect(error.msg).toBe('Only multipart/form-data is accepted.')
    for (const type of ['multipart/form-data', 'multipart/form-data; boundary=b']) {
      const refused = await send<Refused>(api, 400, { body: 'x', headers: { 'content-type': type } })
      expect(refused.error.msg).toBe('Failed to upload files')
    }
    const cut = '--b\r\nContent-Disposition: form-data; name="a"; filename="a"\r\n\r\nabc'
    await send(api, 400, { body: cut, headers: { 'content-type': 'multipart/form-data; boundary=b' } })
  })

  it('is refused without a file, without a name, with a field, and of an unknown type', async () => {
    await using api = await startApi()
    await upload(api, 400, [])
    await upload(api, 400, [['', file('x')]])
    const { error } = await upload<Refused>(api, 400, [['note', 'text']])
    expect(error.data).toEqual({ note: ['Not a file: it has no file name.'] })
    await upload(api, 400, [['a', file('x')]], 'secret')
    expect(api.server.account.journal().map(({ status }) => status)).toEqual([400, 400, 400, 400])
  })

  it('is a 413 for a file above 10 MB and for more than ten files', async () => {
    await using api = await startApi()
    const megabytes = (count: number, more = 0) => file(new Uint8Array(count * 1024 * 1024 + more))
    await upload(api, 201, [['limit', megabytes(10)]])
    const { error } = await upload<Refused>(api, 413, [['above', megabytes(10, 1)]])
    expect(error.msg).toBe('A file may have at most 10 MB.')
    const parts = (count: number) => Array.from({ length: count }, (_, i): Part => [`f${i}`, file('x')])
    expect(await upload(api, 201, parts(10))).toHaveLength(10)
    await upload(api, 413, parts(11))
  })

  it('leaves what the files are called in the journal, and not what they hold', async () => {
    await using api = await startApi()
    await upload(api, 201, [['a.txt', file('a secret')]])
    const [row] = api.server.account.journal()
    expect(row?.request_body).toEqual([{ name: 'a.txt', content_type: 'text/plain', size: 8 }])
    expect(JSON.stringify(row)).not.toContain('a secret')
  })

  it('is refused to forms everywhere else', async () => {
    await using api = await startApi()
    const { authorization } = api.server.account
    const form = new FormData()
    form.append('name', file('x'), 'x')
    const init = { method: 'POST', headers: { authorization }, body: form }
    expect((await fetch(`${api.server.url}/api/tags`, init)).status).toBe(415)
  })
})

describe('a private file', () => {
  it('is a 404 under any other path', async () => {
    await using api = await startApi()
    const { authorization } = api.server.account
    const { url } = only(await upload(api, 201, [['a.txt', file('hello')]]))
    const [type = '', , hash = '', name = ''] = new URL(url).pathname.split('/').slice(2)
    const paths = [
      `profile_picture/download/${hash}/${name}`,
      `${type}/download/${hash.replace(/./g, '0')}/${name}`,
      `${type}/download/${hash}/${name}x`,
      `${type}/download/${hash}/..%2F..%2Fetc%2Fpasswd`,
    ]
    for (const path of paths) {
      expect((await download(`${api.server.url}/api/${path}`, authorization)).status, path).toBe(404)
    }
    expect((await download(`${api.server.url}/uploads/${hash}/${name}`)).status).toBe(404)
  })

  it('is of its account alone, and of the forks that were born with it', async () => {
    await using api = await startApi()
    const { url } = only(await upload(api, 201, [['a.txt', file('hello')]]))
    const stranger = api.server.accounts.create({})
    const fork = api.server.accounts.create({ from: api.server.account.name })
    expect((await download(url, stranger.authorization)).status).toBe(404)
    const answer = await download(url, fork.authorization)
    expect(await answer.text()).toBe('hello')
    api.server.account.reset()
    expect((await download(url, api.server.account.authorization)).status).toBe(404)
    expect((await download(url, fork.authorization)).status).toBe(200)
  })
})
