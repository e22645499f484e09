import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'parse5'
import { afterEach, expect, test } from 'vitest'
import { runProgram } from '../src/cli/program.ts'
import { readHtml } from './support/read-html.ts'

const example = (name: string) => new URL(`../examples/${name}.json`, import.meta.url)
const folders: string[] = []
afterEach(async () => {
  await Promise.all(folders.splice(0).map((folder) => rm(folder, { recursive: true })))
})

/** Runs `preview` with nothing in the environment but what is given. */
async function preview(args: readonly string[], files: Record<string, string | URL>, env = {}) {
  let out = ''
  let err = ''
  const code = await runProgram(['preview', ...args], {
    env,
    read: async (name) => {
      const file = files[name]
      if (file === undefined) throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
      return typeof file === 'string' ? Buffer.from(file) : readFile(file)
    },
    out: (text) => (out += text),
    err: (text) => (err += text),
    interrupted: new AbortController().signal,
  })
  return { code, out, err }
}

const lamp = { 'lamp.json': example('chat-damaged-lamp') }

test('the page shows head, transcript and note, and needs no credentials', async () => {
  const { code, out, err } = await preview(['lamp.json'], lamp)
  expect([code, err]).toEqual([0, ''])
  const { words } = readHtml(out)
  for (const part of [
    'Gladly AI Handoff',
    'gladly-ai, Damaged_Item',
    'normal',
    'Dana Ruiz <dana.ruiz@example.com>',
    'Conversation with Gladly AI',
    'Dana Ruiz (Customer)',
    'Open the conversation in Gladly',
  ]) {
    expect(words).toContain(part)
  }
})

test('it runs nothing and loads nothing', async () => {
  const { out } = await preview(['lamp.json'], lamp)
  expect(out).toMatch(/http-equiv="Content-Security-Policy" content="default-src &#39;none&#39;;/)
  const names = readHtml(out.slice(out.indexOf('<body>'))).elements.map(({ tagName }) => tagName)
  for (const name of ['script', 'link', 'iframe', 'object', 'form']) expect(names).not.toContain(name)
  expect(parse(out, { onParseError: ({ code }) => expect.unreachable(code) }).childNodes).toHaveLength(2)
})

test('settings that matter to the look are read, from file and environment', async () => {
  const file = JSON.stringify({ team: { id: 7 }, timeZone: 'Asia/Tokyo', gorgias: { subdomain: 'acme' } })
  const files = { ...lamp, 'config.json': file }
  const { out } = await preview(['lamp.json', '--config', 'config.json'], files, {
    DEFAULT_PRIORITY: 'urgent',
    INTEGRATION_USER_EMAIL: 'notes@acme.test',
  })
  for (const part of ['number 7', 'Asia/Tokyo', 'critical', 'Internal note by notes@acme.test'])
    expect(out).toContain(part)
})

test('with --out the page goes into a file', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'preview-'))
  folders.push(folder)
  const target = join(folder, 'page.html')
  const { code, out } = await preview(['lamp.json', '--out', target], lamp)
  expect([code, out]).toEqual([0, ''])
  expect(await readFile(target, 'utf8')).toContain('Conversation with Gladly AI')
})

test("Gladly's own JSON is shown, too", async () => {
  const { code, out } = await preview(['--gladly', 'g.json'], { 'g.json': example('gladly-chat') })
  expect(code).toBe(0)
  expect(out).toContain('Ola Nowak (Customer)')
})

test('hostile words are words', async () => {
  const { out } = await preview(['x.json'], { 'x.json': example('chat-hostile') })
  expect(out).not.toContain('<script>')
  expect(out).toContain('&lt;script&gt;alert(1)&lt;/script&gt;')
})

test.each([
  ['a file that is not there', 'none.json', /none\.json: cannot be read \(ENOENT\)/],
  ['a file that is no JSON', 'broken.json', /broken\.json:1:\d+: not JSON/],
  ['a request that does not fit', 'wrong.json', /wrong\.json: .*handoffId: This field is missing/],
])('%s: the reason is said', async (_, name, reason) => {
  const { code, out, err } = await preview([name], { 'broken.json': '{"a"', 'wrong.json': '{}' })
  expect([code, out]).toEqual([1, ''])
  expect(err).toMatch(reason)
})

test('a setting that is wrong is named', async () => {
  const { code, err } = await preview(['lamp.json'], lamp, { TIME_ZONE: 'Mars/Olympus' })
  expect(code).toBe(2)
  expect(err).toContain('TIME_ZONE')
})
