import type { Actor } from '../../../helpdesk/actor.ts'
import type { Effect, EffectPayloads } from '../../../helpdesk/effects.ts'
import { HTTP_TRIGGERS } from '../../../helpdesk/model/entities.ts'
import type { Timer } from '../../../kernel/world.ts'
import { id, instant, list, object, oneOf, optional, orNull, rowsOf, text } from './shape.ts'
import type { RowShape } from './shape.ts'

type Payload<E extends Effect> = EffectPayloads[E] & { readonly actor: Actor }

const actor = object({ user_id: orNull(id), context: orNull(text), rules: optional(list(id)) })
const onTicket = { actor, ticket_id: id }
const onMessage = { actor, message_id: id }
const runs = (trigger: typeof text) => list(object({ trigger, message_id: orNull(id) }))

/** What each kind of timer carries. */
const payloads: { readonly [E in Effect]: RowShape<Payload<E>> } = {
  'settle-ticket': rowsOf<Payload<'settle-ticket'>>()({ ...onTicket, new_tags: optional(list(id)) }),
  'run-rules': rowsOf<Payload<'run-rules'>>()({ ...onTicket, runs: runs(text) }),
  'call-integrations': rowsOf<Payload<'call-integrations'>>()({
    ...onTicket,
    calls: runs(oneOf(HTTP_TRIGGERS)),
  }),
  'retry-delivery': rowsOf<Payload<'retry-delivery'>>()({ actor, delivery_id: id }),
  'deliver-message': rowsOf<Payload<'deliver-message'>>()(onMessage),
  'bounce-message': rowsOf<Payload<'bounce-message'>>()(onMessage),
  'robot-answers': rowsOf<Payload<'robot-answers'>>()({ actor, robot_id: id, email_id: id }),
  'count-tags': rowsOf<Payload<'count-tags'>>()({ actor, gained: list(id), lost: list(id) }),
  'wake-ticket': rowsOf<Payload<'wake-ticket'>>()({ ...onTicket, due: instant }),
  'auto-merge': rowsOf<Payload<'auto-merge'>>()(onTicket),
  'assign-ticket': rowsOf<Payload<'assign-ticket'>>()(onTicket),
  'assign-waiting': rowsOf<Payload<'assign-waiting'>>()({ actor, user_id: id }),
  'plan-survey': rowsOf<Payload<'plan-survey'>>()({ ...onTicket, changed_at: instant }),
  'ai-agent-reads': rowsOf<Payload<'ai-agent-reads'>>()({ ...onTicket, message_id: id }),
  'ai-agent-answers': rowsOf<Payload<'ai-agent-answers'>>()({ ...onTicket, message_id: id }),
  'send-survey': rowsOf<Payload<'send-survey'>>()({ actor, survey_id: id, due: instant }),
  'start-job': rowsOf<Payload<'start-job'>>()({ actor, job_id: id }),
  'work-job': rowsOf<Payload<'work-job'>>()({ actor, job_id: id }),
}

const cause = { schema: { type: 'object', required: ['kind', 'id'] } }
const rows = rowsOf<Timer>()({
  id,
  due: instant,
  kind: oneOf(Object.keys(payloads)),
  payload: { schema: { type: 'object' } },
  cause,
})

/** What an account still has before it: each kind with what it needs, so that none fails when it comes up. */
export const timerShape: RowShape<Timer> = {
  ...rows,
  schema: {
    ...rows.schema,
    allOf: Object.entries(payloads).map(([kind, { schema }]) => ({
      if: { properties: { kind: { const: kind } } },
      then: { properties: { payload: schema } },
    })),
  },
}
