import { errorEntry } from '../errors.ts'
import { isRecord } from '../json/is-record.ts'
import type { FailedOutcome, NotNeededOutcome, Outcome } from '../model/outcome.ts'
import { parseHandoffRequest } from '../model/request.ts'
import type { HandoffRequest, Problem } from '../model/request.ts'
import { failHandoff, handOffOne, reusedId } from './hand-off-one.ts'
import type { HandOffContext } from './hand-off-one.ts'
import { runLog } from './run-log.ts'

/** Takes anything that `read` makes a request of, answers with an outcome, never throws. */
export type HandOff = (input: unknown, read?: Reader) => Promise<Outcome>

/** Makes a request of an input, or says what is wrong with it. */
export type Reader = (input: unknown) => ReturnType<typeof parseHandoffRequest>

/**
 * The door of the delivery: reads the request, lets a resolved conversation rest, and lets two calls with
 * one handoff id share one piece of work.
 */
export function createHandOff(context: HandOffContext): HandOff {
  const running = new Map<string, { conversationId: string; outcome: Promise<Outcome> }>()

  function start(request: HandoffRequest): Promise<Outcome> {
    const { handoffId, conversation } = request
    const ids = { handoffId, conversationId: conversation.id }
    const log = runLog(context.ports, handoffId)
    const same = running.get(handoffId)
    if (same) {
      return same.conversationId === conversation.id ? same.outcome : failHandoff(ids, reusedId, [], context)
    }
    const outcome = handOffOne(request, context, log)
      .catch((error: unknown) => broken(ids, error, true))
      .then((settled) => {
        log('settled', {
          status: settled.status,
          ...('ticket_id' in settled && { ticket_id: settled.ticket_id }),
          ...(settled.status === 'failed' && { code: settled.code }),
        })
        return settled
      })
      .finally(() => running.delete(handoffId))
    running.set(handoffId, { conversationId: conversation.id, outcome })
    return outcome
  }

  function broken(ids: Ids, error: unknown, inDoubt: boolean): Promise<FailedOutcome> {
    runLog(context.ports, ids.handoffId)('internal_error', { name: nameOf(error) })
    const message = `${errorEntry('internal_error').meaning} (${nameOf(error)})`
    return failHandoff(ids, { code: 'internal_error', message, inDoubt }, [], context)
  }

  return async (input, read = parseHandoffRequest) => {
    try {
      const parsed = read(input)
      if (!parsed.ok) return await failHandoff(idsOf(input), invalid(parsed.problems), [], context)
      const { request } = parsed
      return request.outcome === 'resolved' ? notNeeded(request) : await start(request)
    } catch (error) {
      return broken({ handoffId: '', conversationId: '' }, error, false)
    }
  }
}

interface Ids {
  handoffId: string
  conversationId: string
}

/** The ids of a request that could not be read, as far as they look like ids. */
function idsOf(input: unknown): Ids {
  const request = isRecord(input) ? input : {}
  const conversation = isRecord(request.conversation) ? request.conversation : {}
  const id = (value: unknown, shape: RegExp) => (typeof value === 'string' && shape.test(value) ? value : '')
  return {
    handoffId: id(request.handoffId, /^[\w:.@/+-]{1,200}$/),
    conversationId: id(conversation.id, /^[\w-]{1,50}$/),
  }
}

const invalid = (problems: readonly Problem[]) => ({
  code: 'invalid_request' as const,
  message: `${errorEntry('invalid_request').meaning} ${problems.map(({ path, message }) => (path ? `${path}: ${message}` : message)).join(' ')}`,
  field: problems[0]?.path ?? '',
})

const notNeeded = (request: HandoffRequest): NotNeededOutcome => ({
  status: 'not_needed',
  handoff_id: request.handoffId,
  conversation_id: request.conversation.id,
  attempts: 0,
  waited_ms: 0,
})

/** The kind of an unexpected error. Its text is left out: it may quote what the customer wrote. */
const nameOf = (error: unknown): string => (error instanceof Error ? error.name : typeof error)
