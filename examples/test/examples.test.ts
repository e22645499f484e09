import { execFile, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { startProcess } from '@gorgias-harness/mock-server/testing'
import { describe, expect, it, onTestFinished } from 'vitest'

const path = (name: string) => fileURLToPath(new URL(`../${name}`, import.meta.url))

/** Whether a command is there: it ends without complaint. */
const works = (command: string, ...args: string[]) => spawnSync(command, args).status === 0

/** Skips where a tool is absent, unless it has to be there. */
function needs(tool: string, isThere: boolean, variable: string, skip: (note: string) => void): void {
  if (isThere) return
  const note = `${tool} is not installed.`
  if (process.env[variable] === '1') throw new Error(`${note} ${variable}=1 asks for it.`)
  console.warn(`Skipped: ${note}`)
  skip(note)
}

const run = (command: string, ...args: string[]) =>
  new Promise<{ code: unknown; out: string; err: string }>((resolve) => {
    execFile(command, args, (error, out, err) => resolve({ code: error === null ? 0 : error.code, out, err }))
  })

async function running(): Promise<string> {
  const gorgias = await startProcess({ clock: 'virtual' })
  onTestFinished(() => gorgias.close())
  return gorgias.url
}

const python = ['python3', '/usr/bin/python3'].find((command) => works(command, '-c', 'import requests'))
const chromium = process.env.CHROMIUM ?? '/usr/bin/chromium'

// That of vitest is run by vitest itself.
describe('the examples', { timeout: 120_000 }, () => {
  it('curl', async ({ skip }) => {
    needs('curl', works('curl', '--version'), 'REQUIRE_CURL', skip)
    const { code, out, err } = await run('bash', path('curl/hand-off.sh'), await running())
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^Ticket \d+ of acme-2\.\n$/)
  })

  it('Python with requests', async ({ skip }) => {
    needs('Python with requests', python !== undefined, 'REQUIRE_PYTHON', skip)
    const { code, out, err } = await run(python ?? '', path('python/hand_off.py'), await running())
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^Ticket \d+ of acme-2\.\n$/)
  })

  it('Playwright', async ({ skip }) => {
    needs(`a browser (${chromium})`, works(chromium, '--version'), 'REQUIRE_BROWSER', skip)
    const cli = fileURLToPath(import.meta.resolve('@playwright/test/cli'))
    const { code, out, err } = await run(process.execPath, cli, 'test', '--config', path('playwright'))
    expect({ code, err }, out).toEqual({ code: 0, err: '' })
    expect(out).toContain('1 passed')
  })
})
