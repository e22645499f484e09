import type { HandoffRequest } from '@gorgias-harness/handoff'
import { longForm } from '../../format/verb.ts'
import type { Acts } from './happen.ts'

type Verbs = 'customer writes' | 'ai answers' | 'ai resolves' | 'handoff' | 'handoff again' | 'many handoffs'

/** What happens between the customer and the AI, and the handoff itself. */
export const conversationHappenings: Acts<Verbs> = {
  'customer writes': async (stage, short) => {
    const detail = longForm(short)
    await stage.takeTurn()
    stage.conversationOf(detail.customer, true).customerWrites(detail, stage.now())
  },

  'ai answers': async (stage, short) => {
    const detail = longForm(short)
    await stage.takeTurn()
    stage.conversationOf(detail.customer, false).aiAnswers(detail, stage.now())
  },

  'ai resolves': async (stage, short) => {
    const { text, customer } = longForm(short ?? {})
    const conversation = stage.conversationOf(customer, false)
    if (text !== undefined) {
      await stage.takeTurn()
      conversation.aiAnswers({ text }, stage.now())
    }
    const request = conversation.resolved(stage.nextHandoffId(conversation), stage.now())
    await stage.handOver([{ name: undefined, request }])
  },

  handoff: async (stage, short) => {
    const detail = short ?? {}
    const conversation = stage.conversationOf(detail.customer, false)
    const request = conversation.request(stage.nextHandoffId(conversation), stage.now(), detail)
    await stage.handOver([{ name: detail.as, request }])
  },

  'handoff again': async (stage, short) => {
    const { of, times = 1 } = short ?? {}
    const same = stage.requestNamed(of)
    await stage.handOver(Array.from({ length: times }, () => same))
  },

  'many handoffs': async (stage, short) => {
    const { count, ...wishes } = typeof short === 'number' ? { count: short } : short
    const invent = (): HandoffRequest => stage.factory.handoffRequest({ ...wishes, requestedAt: stage.now() })
    await stage.handOver(Array.from({ length: count }, () => ({ name: undefined, request: invent() })))
  },
}
