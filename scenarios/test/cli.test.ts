import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { scenarioSchemaText } from '../src/index.ts'

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url))
const library = fileURLToPath(new URL('../library', import.meta.url))

const run = (...args: string[]) =>
  new Promise<{ code: number | string | null | undefined; stdout: string; stderr: string }>((resolve) => {
    execFile(process.execPath, [cli, ...args], (error, stdout, stderr) =>
      resolve({ code: error === null ? 0 : error.code, stdout, stderr }),
    )
  })

const story = (steps: string) =>
  `name: A story\nstory: It happens.\nrequirements: [REQ-001]\ngiven: {customers: {dana: {name: Dana, email: d@example.com}}}\nsteps:\n${steps}`

async function inFolder<T>(files: Record<string, string>, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'stories-'))
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

// Each test starts a process, which takes its time on a busy machine.
describe('gorgias-scenarios', { timeout: 60_000 }, () => {
  it('plays a folder, one line a story, and ends with 0', async () => {
    const files = { 'a.yaml': story('  - customer writes: Hi\n  - handoff:\n    then: {tickets: 1}\n') }
    await inFolder(files, async (folder) => {
      const { code, stdout } = await run('play', folder)
      expect(stdout.split('\n')).toEqual([
        `passed  A story  ${join(folder, 'a.yaml')}`,
        '',
        '1 passed; looked 1 time, at 1 requirement',
        '',
      ])
      expect(code).toBe(0)
    })
  })

  it('ends with 1 if a story failed, and tells where', async () => {
    const files = { 'a.yaml': story('  - customer writes: Hi\n  - handoff:\n    then: {tickets: 2}\n') }
    await inFolder(files, async (folder) => {
      const { code, stdout } = await run('play', folder)
      expect(stdout).toContain(`${join(folder, 'a.yaml')}:8:12: expected 2 tickets, found 1`)
      expect(code).toBe(1)
    })
  })

  it('plays the readable files, and ends with 2 if one is not', async () => {
    const files = {
      'a.yaml': story('  - customer writes: Hi\n'),
      'b.yaml': story('  - customer wrote: Hi\n'),
    }
    await inFolder(files, async (folder) => {
      const { code, stdout } = await run('play', folder)
      expect(stdout).toContain(
        `unreadable  ${join(folder, 'b.yaml')}:6:5: "customer wrote" is not known here`,
      )
      expect(stdout).toContain('1 passed, 1 unreadable')
      expect(code).toBe(2)
    })
  })

  it('writes a report for machines, to standard output and into a folder', async () => {
    const files = { 'a.yaml': story('  - customer writes: Hi\n') }
    await inFolder(files, async (folder) => {
      const { code, stdout, stderr } = await run(
        'play',
        folder,
        '--report',
        'json',
        '--out',
        join(folder, 'out'),
      )
      expect(JSON.parse(stdout)).toMatchObject({
        passed: 1,
        failed: 0,
        scenarios: [{ name: 'A story', failures: [] }],
      })
      expect(stderr).toContain('1 passed')
      expect(await readFile(join(folder, 'out', 'report.json'), 'utf8')).toBe(stdout)
      expect(code).toBe(0)
    })
  })

  it('lints without playing', async () => {
    expect(await run('lint', library)).toMatchObject({ code: 0, stdout: '' })
    await inFolder({ 'b.yaml': story('  - handoff:\n') }, async (folder) => {
      const { code, stdout } = await run('lint', folder)
      expect(stdout).toBe(
        `${join(folder, 'b.yaml')}:6:5: nobody wrote yet: "customer writes" has to come before\n`,
      )
      expect(code).toBe(1)
    })
  })

  it('names a path that does not exist and a folder without stories', async () => {
    await inFolder({}, async (folder) => {
      expect((await run('lint', join(folder, 'none.yaml'))).stdout).toContain(
        'there is no such file or folder',
      )
      expect((await run('play', folder)).stdout).toContain('there is no .yaml file in this folder')
    })
  })

  it('prints the schema', async () => {
    expect(await run('schema')).toMatchObject({ code: 0, stdout: scenarioSchemaText() })
  })

  it.each([[['play']], [['sing']], [['play', 'x.yaml', '--report', 'xml']]])(
    'ends with 2 on %j',
    async (args) => {
      expect(await run(...args)).toMatchObject({ code: 2, stdout: '' })
    },
  )

  it('helps, with examples', async () => {
    const { code, stdout } = await run('--help')
    expect(stdout).toContain('Examples:')
    expect(code).toBe(0)
  })
})
