import { describe, expect, it } from 'vitest'
import { collections } from '../../helpdesk/model/helpdesk.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import { World } from '../../kernel/world.ts'
import type { Cause } from '../../kernel/world.ts'
import { linksOf, subjectOf } from './causes.ts'

const world: Helpdesk = new World({
  collections,
  host: { now: () => 0, wake: () => () => undefined, breathe: () => Promise.resolve() },
  randomSeed: 1,
  clock: 'virtual',
  onTimer: () => undefined,
  onTimerFailure: () => undefined,
})

const call: Cause = { kind: 'request', id: 7, name: 'POST /api/jobs' }
const timer = (name: string, parent: Cause, id = 1): Cause => ({ kind: 'timer', id, name, parent })
const rule = (id: number, parent: Cause): Cause => ({ kind: 'rule', id, name: `Rule ${id}`, parent })
const said = (cause: Cause) =>
  subjectOf({ world, ticket_id: 1, act: { at: 0, cause, changes: [], user_id: null, job: undefined } })

describe('what led to a change', () => {
  it('is told back to its beginning, however many steps a job took', () => {
    let step = timer('start-job', call)
    for (let id = 2; id < 500; id++) step = timer('work-job', step, id)
    expect(linksOf(world, step).chain.map(({ description }) => description)).toEqual([
      'the job',
      'POST /api/jobs (call 7)',
    ])
    expect(said(step)).toBe('the job (because of call 7)')
  })

  it('names two reasons, and says that there are more', () => {
    const one = rule(1, timer('run-rules', call))
    const two = rule(2, timer('run-rules', one))
    const three = rule(3, timer('run-rules', two))
    expect(said(two)).toBe(
      'rule "Rule 2" (2) ran (because of rule "Rule 1" (1), and that because of call 7) and',
    )
    expect(said(three)).toContain(
      '(because of rule "Rule 2" (2), and that because of rule "Rule 1" (1), and so on)',
    )
  })

  it('is no more than twenty links of a chain that has no end', () => {
    let link: Cause = call
    for (let id = 1; id <= 100; id++) link = rule(id, timer('robot-answers', link))
    expect(linksOf(world, link).chain).toHaveLength(20)
  })
})
