import { FIDELITY } from '@gorgias-harness/mock-server'
import { describe, expect, it } from 'vitest'
import { run } from './support/run.ts'

describe('gorgias-contracts fidelity', () => {
  it('prints each record with its source, its test, and when it was compared', async () => {
    const { code, out, err } = await run('fidelity', '--operation', 'CREATETICKET')
    const records = FIDELITY.filter(({ subject }) => subject === 'createTicket')
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^subject +standing +compared +what it does\n/)
    for (const { aspect, source, test } of records) {
      expect(out).toContain(`${aspect}\n  source: ${source}\n  test: ${test.file}: ${test.name}\n`)
    }
    expect(out.match(/^createTicket /gm)).toHaveLength(records.length)
  })

  it('picks records by their standing, as one line of JSON', async () => {
    const { code, out } = await run('fidelity', '--standing', 'inferred', '--json')
    expect(code).toBe(0)
    expect(JSON.parse(out)).toEqual(FIDELITY.filter(({ standing }) => standing === 'inferred'))
    expect(out.trimEnd()).not.toContain('\n')
  })

  it('ends with 1 where no record matches, and says what there is', async () => {
    expect(await run('fidelity', '--operation', 'tickettag')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is: listTicketTags, ') as string,
    })
    expect(await run('fidelity', '--operation', 'dance')).toMatchObject({
      code: 1,
      err: 'No record matches. There is nothing about "dance".\n',
    })
  })

  it('ends with 2 for a standing that there is not', async () => {
    const { code, out, err } = await run('fidelity', '--standing', 'guessed')
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('documented, recorded, inferred')
  })
})
