import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { handoff, ticketFrom } from './support/bodies.ts'
import { files, imageOf, keptApp, portraitOf } from './support/kept.ts'
import type { KeptApp } from './support/kept.ts'

const aFile = files()

type Step = (kept: KeptApp, pick: number) => Promise<unknown>

const names = ({ accounts }: KeptApp) => accounts.list().map(({ name }) => name)
const chosen = <T>(list: readonly T[], pick: number): T | undefined => list[pick % Math.max(1, list.length)]

/** Calls of many kinds; some are refused, depending on what came before. */
const STEPS: Readonly<Record<string, Step>> = {
  'make a ticket': ({ ask }, pick) =>
    ask({
      method: 'POST',
      url: '/api/tickets',
      payload: pick % 2 ? handoff() : ticketFrom(`${pick}@x.test`),
    }),
  'change a ticket': (kept, pick) => {
    const ticket = chosen([...(kept.accounts.list()[0]?.world.rows.tickets.values() ?? [])], pick)
    const payload = { status: pick % 2 ? 'closed' : 'open', tags: [{ name: `tag ${pick % 3}` }] }
    return kept.ask({ method: 'PUT', url: `/api/tickets/${ticket?.id ?? 0}`, payload })
  },
  'delete a ticket': (kept, pick) => {
    const ticket = chosen([...(kept.accounts.list()[0]?.world.rows.tickets.values() ?? [])], pick)
    return kept.ask({ method: 'DELETE', url: `/api/tickets/${ticket?.id ?? 0}` })
  },
  'delete a tag': (kept, pick) => {
    const tag = chosen([...(kept.accounts.list()[0]?.world.rows.tags.values() ?? [])], pick)
    return kept.ask({ method: 'DELETE', url: `/api/tags/${tag?.id ?? 0}` })
  },
  'write in': ({ ask }, pick) =>
    ask({
      method: 'POST',
      url: '/_control/v1/accounts/acme/inbound',
      payload: { from: `${pick}@x.test`, text: 'Hi' },
    }),
  'move the clock': ({ ask }, pick) =>
    ask({ method: 'POST', url: '/_control/v1/accounts/acme/clock', payload: { advance: `PT${pick}M` } }),
  'make an account': ({ ask }, pick) =>
    ask({ method: 'POST', url: '/_control/v1/accounts', payload: { subdomain: `a${pick % 3}` } }),
  'fork an account': (kept, pick) =>
    kept.ask({
      method: 'POST',
      url: '/_control/v1/accounts',
      payload: { from: chosen(names(kept), pick) ?? '' },
    }),
  'reset an account': (kept, pick) =>
    kept.ask({ method: 'POST', url: `/_control/v1/accounts/${chosen(names(kept), pick) ?? ''}/reset` }),
  'delete an account': (kept, pick) =>
    kept.ask({ method: 'DELETE', url: `/_control/v1/accounts/${chosen(names(kept).slice(1), pick) ?? ''}` }),
}

describe('whatever was done', () => {
  it('the accounts that are loaded are the accounts that were kept', async () => {
    const step = fc.record({ name: fc.constantFrom(...Object.keys(STEPS)), pick: fc.nat(20) })
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.nat(11),
        async (steps, restart) => {
          const file = aFile()
          let kept = await keptApp(file)
          for (const [index, { name, pick }] of steps.entries()) {
            await STEPS[name]?.(kept, pick)
            if (index !== restart) continue
            await kept.close()
            kept = await keptApp(file)
          }
          // Calls that were refused leave no trace but their number, which goes with the next that is not.
          await kept.send('POST', '/api/tickets', ticketFrom('last@x.test'))
          const again = await keptApp(imageOf(file, aFile()))
          expect(portraitOf(again).accounts.map(withoutCalls)).toStrictEqual(
            portraitOf(kept).accounts.map(withoutCalls),
          )
          await again.close()
          await kept.close()
        },
      ),
      { numRuns: 15 },
    )
  })
})

const withoutCalls = ({ calls: _, ...rest }: ReturnType<typeof portraitOf>['accounts'][number]) => rest
