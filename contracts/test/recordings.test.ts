import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { answersOf, readShapes, shapesFolder, writeAnswer } from '../src/conformance/recordings.ts'

const outside = process.env.HARNESS_DATA
const folder = outside === undefined ? undefined : join(outside, 'recorded-answers')
const present = folder !== undefined && existsSync(folder)
if (!present)
  console.log('skipped: recorded answers (HARNESS_DATA names no folder that holds recorded-answers/)')

/** Recordings that are no answers: parts of rows that somebody wrote down. */
const NO_ANSWERS = ['rules.default-account.code.2026.json']

const files = present ? readdirSync(folder).filter((file) => !NO_ANSWERS.includes(file)) : []

const recordings = files.flatMap((file) => {
  const json: unknown = JSON.parse(readFileSync(join(folder ?? '', file), 'utf8'))
  return [...answersOf(file.replace(/\.json$/, ''), json)]
})

describe.skipIf(!present)('the committed shapes', () => {
  it.each(recordings)(
    'are those of the recording %s (vitest run -u writes them anew)',
    async (name, answer) => {
      await expect(writeAnswer(answer)).toMatchFileSnapshot(join(shapesFolder, `${name}.json`))
    },
  )

  it('are of no recording that is gone', async () => {
    const shapes = await readShapes()
    expect([...shapes.keys()]).toEqual(recordings.map(([name]) => name).toSorted())
  })
})

describe('the shapes of recorded answers', () => {
  it('hold types and keys only: no value, no id, no address', async () => {
    const words = 'array|boolean|integer|null|number|object|string'
    const texts = [...(await readShapes()).values()].map(writeAnswer)
    expect(texts.length).toBeGreaterThan(30)
    for (const text of texts) {
      expect(text).not.toMatch(/@|https?:|\d{5}|[0-9a-f]{24}/)
      const values = [...text.matchAll(/"(?:type|items|body)": "([^"]*)"/g)].map(([, value]) => value)
      for (const value of values) expect(value).toMatch(new RegExp(`^(${words})( \\| (${words}))*$`))
    }
  })
})
