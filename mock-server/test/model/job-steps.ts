import fc from 'fast-check'
import { expect } from 'vitest'
import { forgetTicket, pick } from './model.ts'
import { MINUTE } from './desk.ts'
import { nth, step, TAGS } from './step.ts'
import type { Step } from './step.ts'
import { tagsNamed } from './ticket-facts.ts'

const task = fc.oneof(
  fc.constant({ kind: 'delete' as const }),
  fc.record({
    kind: fc.constant('update' as const),
    status: fc.constantFrom('open' as const, 'closed' as const),
    tags: fc.uniqueArray(fc.constantFrom(...TAGS), { maxLength: 2 }),
  }),
)

const runJob = fc.tuple(task, fc.uniqueArray(nth, { minLength: 1, maxLength: 3 })).map(([work, numbers]) =>
  step(
    `job ${JSON.stringify(work)} on tickets ${numbers.join()}`,
    async (model, desk) => {
      const ticket_ids = [...new Set(numbers.flatMap((n) => pick(model.tickets.keys(), n) ?? []))]
      const answer = await desk.call(201, 'POST', '/api/jobs', {
        type: `${work.kind}Ticket`,
        params: {
          ticket_ids,
          ...(work.kind === 'update' && {
            updates: { status: work.status, tags: work.tags.map((name) => ({ name })) },
          }),
        },
      })
      const events = [...answer.events, ...(await desk.pass(MINUTE))]
      expect(await desk.read(`/api/jobs/${answer.json.id}`)).toMatchObject({
        status: 'done',
        info: { total: ticket_ids.length, processed: ticket_ids.length, failed: 0 },
      })
      const tags = work.kind === 'update' ? tagsNamed(model, { events }, work.tags) : []
      for (const id of ticket_ids) {
        const facts = model.tickets.get(id)
        if (work.kind === 'update' && facts !== undefined)
          Object.assign(facts, { status: work.status, tags: new Set(tags) })
        if (work.kind === 'update') continue
        forgetTicket(model, id)
        model.gone.add(`/api/tickets/${id}`)
      }
    },
    ({ tickets }) => tickets.size > 0,
  ),
)

export const jobSteps: readonly fc.Arbitrary<Step>[] = [runJob]
