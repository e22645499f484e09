import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { requirements } from '../../scripts/requirements/list.ts'
import { requirementsPage } from '../../scripts/requirements/page.ts'
import { idsIn, proofs } from '../../scripts/requirements/proofs.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const found = proofs(root)
const provenBy = (id: string, kind: RegExp) => (found.get(id) ?? []).some((path) => kind.test(path))

describe('the requirements', () => {
  it('are numbered without a gap', () => {
    expect(requirements.map(({ id }) => id)).toEqual(
      requirements.map((_, index) => `REQ-${String(index + 1).padStart(3, '0')}`),
    )
  })

  it('are the only numbers that tests, scenarios and guides carry', () => {
    const known = new Set(requirements.map(({ id }) => id))
    expect([...found.keys()].filter((id) => !known.has(id))).toEqual([])
  })

  it.each(requirements.filter(({ owners }) => owners.some((owner) => owner !== 'documents')))(
    '$id has a test or a scenario: $text',
    ({ id }) => {
      expect(provenBy(id, /\.test\.ts$|\.ya?ml$/), `${id} is carried by no test`).toBe(true)
    },
  )

  it.each(requirements.filter(({ owners }) => owners.includes('handoff')))(
    '$id has a test or a scenario with the handoff: $text',
    ({ id }) => {
      expect(
        provenBy(id, /^(handoff|contracts|scenarios)\//),
        `${id} is carried by no test of the handoff`,
      ).toBe(true)
    },
  )

  it.each(requirements.filter(({ owners }) => owners.includes('documents')))(
    '$id is in a guide: $text',
    ({ id }) => {
      expect(provenBy(id, /^docs\/guides\//), `${id} is in no guide`).toBe(true)
    },
  )

  it('are shown by a page that is current (npm run requirements)', () => {
    expect(readFileSync(`${root}docs/reference/requirements.md`, 'utf8')).toBe(requirementsPage(found))
  })
})

describe('numbers in a text', () => {
  it('are read one by one and as ranges', () => {
    expect([...idsIn('(REQ-004, REQ-007..009) REQ-1')]).toEqual(['REQ-004', 'REQ-007', 'REQ-008', 'REQ-009'])
  })
})
