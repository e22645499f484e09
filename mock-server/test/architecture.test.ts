import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, test } from 'vitest'

const ROOT = join(import.meta.dirname, '..')
const SRC = join(ROOT, 'src')

/** The sources below a folder, tests apart, with their paths from src. */
function sources(folder = ''): { path: string; text: string }[] {
  return readdirSync(join(SRC, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts'))
    .map((path) => ({ path: join(folder, path), text: readFileSync(join(SRC, folder, path), 'utf8') }))
}

const matching = (files: readonly { path: string; text: string }[], pattern: RegExp) =>
  files.filter(({ text }) => pattern.test(text)).map(({ path }) => path)

test('the sources are found', () => {
  expect(sources('kernel').length).toBeGreaterThan(5)
  expect(sources().length).toBeGreaterThan(40)
})

it('the kernel never names Gorgias', () => {
  expect(matching(sources('kernel'), /gorgias|gladly/i)).toEqual([])
})

it('the kernel imports nothing of the house, and no framework', () => {
  const leaves = ({ path, text }: { path: string; text: string }) =>
    text.includes(`from '${'../'.repeat(path.split('/').length - 1)}`)
  expect(
    sources('kernel')
      .filter(leaves)
      .map(({ path }) => path),
  ).toEqual([])
  expect(matching(sources('kernel'), /from '(fastify|typebox|ajv)/)).toEqual([])
})

it('time, timers and randomness of the machine come in by the host alone', () => {
  const doors = new Set(['kernel/host.ts', 'cli.ts', 'defaults.ts'])
  const inside = sources().filter(({ path }) => !doors.has(path) && !path.startsWith('cli/'))
  const machine =
    // How long a socket may be silent is a limit of its own, and no timer of ours.
    /\bDate\.now\(|new Date\(\)|Math\.random\(|(?<!socket\.)\bset(Timeout|Interval|Immediate)\(|performance\.now\(/
  expect(matching(inside, machine)).toEqual([])
  expect(matching(inside, /\bconsole\./)).toEqual([])
})

it('operations never wait: what Gorgias does by itself has no promise in it', () => {
  expect(matching(sources('helpdesk'), /\basync\b|\bawait\b|\bPromise\b/)).toEqual([])
})

it('connections over HTTP are opened at the edge alone, by commands, and by the client of the control plane', () => {
  const inside = sources().filter(({ path }) => !/^(edge|cli|client)\//.test(path))
  expect(
    matching(inside, /import (?!type ).* from '(node:)?(https?|http2|net|tls|dns|dns\/promises|undici)'/),
  ).toEqual([])
  expect(matching(inside, /^(?! \*).*\bfetch\(/m)).toEqual([])
})

it('no file names a path of the machine it was written on', () => {
  expect(matching(sources(), /['"`]\/(work|tmp|home|root)\//)).toEqual([])
})

it('no file is longer than 400 lines', () => {
  const long = sources().filter(({ text }) => text.split('\n').length > 400)
  expect(long.map(({ path }) => path)).toEqual([])
})
