import type { Ledger, Notice } from '../ledger/ledger.ts'
import type { OrgConfig } from '../model/config.ts'
import type { FailedOutcome } from '../model/outcome.ts'
import type { Clock } from '../ports.ts'
import { digestMail } from './digest-mail.ts'
import { errorMail } from './error-mail.ts'
import type { FailureFacts } from './error-mail.ts'
import type { Mailer, NotificationMail } from './mailer.ts'

const MINUTE_MS = 60_000

/** E-mails about single handoffs in a minute; what fails beyond them is told together. */
const SINGLE_MAILS = 10

/** Notices in one digest. */
const MOST_IN_DIGEST = 200

/** Tries to send a notice; after the last it is a dead letter. Their waits double from one minute: 17 hours. */
const MAX_TRIES = 11

/** How long one sender has before another may try the same notice. */
const SENDING_MS = 5 * MINUTE_MS

/** What the notifier needs of the outside. */
export interface NotifierPorts {
  clock: Clock
  mailer: Mailer
  ledger: Pick<Ledger, 'claimNotices' | 'putNotice'>
}

/** Tells a person about failed handoffs: one e-mail each, or one for many in a storm. */
export interface Notifier {
  /** Sends a notice that the ledger has, or leaves it to the next sweep. */
  report(notice: Notice): Promise<FailedOutcome['notified']>
  /** Sends what is due; `all` also what waits for its time and is in nobody's hands. @returns how many notices were sent. */
  sweep(options?: { all?: boolean }): Promise<number>
}

/**
 * A notice about a failure, in the hands of who sends it at once; if that one dies, others may after a while.
 * `attempt` tells the tries of one handoff apart.
 */
export const newNotice = (facts: FailureFacts, attempt: string, owner: string): Notice => ({
  notice_id: `${facts.handoffId}@${attempt}`,
  facts,
  state: 'due',
  due_at: facts.at + SENDING_MS,
  owner,
  tries: 0,
})

/**
 * Makes the notifier of one organisation.
 *
 * @param owner tells this sender from all others on the same ledger.
 */
export function createNotifier(
  config: OrgConfig,
  { clock, mailer, ledger }: NotifierPorts,
  owner: string,
): Notifier {
  let sentAt: number[] = []

  function mayLeaveAlone(): boolean {
    const now = clock.now()
    sentAt = sentAt.filter((at) => at > now - MINUTE_MS)
    if (sentAt.length >= SINGLE_MAILS) return false
    sentAt.push(now)
    return true
  }

  /** Lets go of a notice. A ledger that fails here costs a second e-mail at worst. */
  const write = ({ owner: _, ...notice }: Notice) => ledger.putNotice(notice).catch(() => undefined)

  async function send(
    notices: readonly Notice[],
    mail: NotificationMail,
  ): Promise<FailedOutcome['notified']> {
    try {
      const sent = await mailer.send(mail)
      await Promise.all(notices.map((notice) => write({ ...notice, state: 'sent', tries: notice.tries + 1 })))
      return sent
    } catch {
      await Promise.all(notices.map((notice) => write(postponed(notice, clock.now()))))
      return 'failed'
    }
  }

  async function sweep({ all = false } = {}): Promise<number> {
    const now = clock.now()
    const notices = await ledger.claimNotices({
      owner,
      now,
      all,
      until: now + SENDING_MS,
      limit: MOST_IN_DIGEST,
    })
    const [first, ...others] = notices
    if (!first) return 0
    const mail =
      others.length === 0
        ? errorMail(first.facts, config)
        : digestMail(
            notices.map(({ facts }) => facts),
            config,
          )
    return (await send(notices, mail)) === 'failed' ? 0 : notices.length
  }

  return {
    report: async (notice) => {
      if (mayLeaveAlone()) return send([notice], errorMail(notice.facts, config))
      await write({ ...notice, due_at: clock.now() + MINUTE_MS })
      return 'grouped'
    },
    sweep,
  }
}

function postponed(notice: Notice, now: number): Notice {
  const tries = notice.tries + 1
  if (tries >= MAX_TRIES) return { ...notice, tries, state: 'dead' }
  return { ...notice, tries, due_at: now + MINUTE_MS * 2 ** (tries - 1) }
}
