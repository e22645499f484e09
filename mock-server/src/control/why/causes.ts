import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { Cause } from '../../kernel/world.ts'
import { namesIn } from './names.ts'
import type { Scene } from './told.ts'
import { short } from './words.ts'

/** One link of the chain that led to a change. */
export interface WhyLink {
  readonly kind: Cause['kind']
  readonly id: number | string
  readonly description: string
}

/** Why something happened: the nearest cause, and behind it what caused that, back to the first. */
export interface WhyCause extends WhyLink {
  readonly chain: readonly WhyLink[]
}

/** A loop of mails between robots is a chain without end. */
const MOST_LINKS = 20

/** What comes up by itself, in words; whoever did it is the account, so no names are needed. */
const BY_ITSELF: Readonly<Record<string, string>> = {
  'settle-ticket': 'the second look that Gorgias takes at what is new',
  'run-rules': 'the rules',
  'deliver-message': 'the delivery',
  'bounce-message': "the recipient's mail server",
  'note-smtp': 'the SMTP server',
  'send-survey': 'the survey settings of the account',
  'plan-survey': 'the survey settings of the account',
  'wake-ticket': 'the end of the snooze',
  'auto-merge': 'auto-merge',
  'assign-ticket': 'ticket assignment',
  'assign-waiting': 'ticket assignment',
  'robot-answers': "a robot at the customer's end",
  'ai-agent-reads': 'AI Agent',
  'ai-agent-answers': 'AI Agent',
  'call-integrations': 'the HTTP integrations',
  'retry-delivery': 'the HTTP integrations',
  'settle-call': 'the answer to an HTTP integration',
  'start-job': 'the job',
  'work-job': 'the job',
}

/** What the control plane lets happen from outside; its other calls go by their names. */
const FROM_OUTSIDE: Readonly<Record<string, string>> = {
  inbound: 'an e-mail that came in',
  fork: 'the fork of the account',
}

/** A cause by itself: `POST /api/tickets (call 12)`, `rule "Close thank-yous" (7)`. */
function describe(world: Helpdesk, { kind, id, name = '' }: Cause): string {
  switch (kind) {
    case 'request':
      // What came in by another door than the API has a name for its id.
      if (typeof id === 'string') return `a visit to /${short(id)}`
      return name === '' ? `call ${id}` : `${short(name, 120)} (call ${id})`
    case 'rule':
      return namesIn(world).rule(Number(id), name)
    case 'timer':
      return BY_ITSELF[name] ?? `Gorgias by itself (${short(name)})`
    case 'agent': {
      const user = world.rows.users.get(Number(id))
      return user?.role === 'bot'
        ? short(name || user.name)
        : `${namesIn(world).user(Number(id))} in the helpdesk`
    }
    case 'control':
      return FROM_OUTSIDE[id] ?? `the control plane (${short(String(id))})`
    case 'seed':
      return 'the seed of the account'
  }
}

const occasionOf = ({ occasion }: Cause): string =>
  occasion === undefined ? '' : ` on ${short(occasion.replaceAll('-', ' '))}`

/** What caused a cause, the nearest first. Of one timer after the other, such as the steps of a job, one is named. */
function chainOf(cause: Cause): Cause[] {
  const chain: Cause[] = []
  let last = cause
  for (let next = cause.parent; next !== undefined && chain.length < MOST_LINKS; next = next.parent) {
    const isSameAgain = next.kind === 'timer' && last.kind === 'timer' && next.name === last.name
    if (!isSameAgain) chain.push(next)
    last = next
  }
  return chain
}

/** A cause and what is behind it, as JSON. */
export function linksOf(world: Helpdesk, cause: Cause): WhyCause {
  const link = (one: Cause): WhyLink => ({
    kind: one.kind,
    id: one.id,
    description: `${describe(world, one)}${occasionOf(one)}`,
  })
  return { ...link(cause), chain: chainOf(cause).map(link) }
}

const isCall = ({ kind, id }: Cause): boolean => kind === 'request' && typeof id === 'number'

/** ` (because of rule "A" (7), and that because of call 12)`; timers explain nothing to a reader. */
function becauseOf(world: Helpdesk, cause: Cause): string {
  const reasons = chainOf(cause)
    .filter(({ kind }) => kind !== 'timer')
    .map((one) => (isCall(one) ? `call ${one.id}` : describe(world, one)))
  const [first, second, ...more] = reasons
  if (first === undefined) return ''
  const then = second === undefined ? '' : `, and that because of ${second}`
  return ` (because of ${first}${then}${more.length > 0 ? ', and so on' : ''})`
}

/** Who did what an act consists of, as the subject of a sentence, with what led to it. */
export function subjectOf(scene: Scene): string {
  const { world, act } = scene
  const { cause, job } = act
  const because = becauseOf(world, cause)
  switch (cause.kind) {
    case 'request': {
      const user = act.user_id === null ? '' : ` of ${namesIn(world).user(act.user_id)}`
      if (!isCall(cause)) return `${describe(world, cause)}${because}`
      const call = cause.name === undefined ? 'a call' : short(cause.name, 120)
      return `${call}${user} (call ${cause.id})${because}`
    }
    case 'rule':
      return `${describe(world, cause)} ran${occasionOf(cause)}${because} and`
    case 'timer':
      return `${job === undefined ? describe(world, cause) : `job ${job.id} (${job.type})`}${because}`
    default:
      return `${describe(world, cause)}${because}`
  }
}
