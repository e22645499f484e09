import type { Ledger, Notice } from '../ledger/ledger.ts'
import type { OrgConfig } from '../model/config.ts'
import type { FailedOutcome } from '../model/outcome.ts'
import type { Clock } from '../ports.ts'
import { digestMail } from './digest-mail.ts'
import { errorMail } from './error-mail.ts'
import type { FailureFacts } from './error-mail.ts'
import type { Mailer, NotificationMail } from './mailer.ts'

const MINUTE_MS = 60_000

/** E-mails about single handoffs in a minute; what fails beyond them is told together, once a minute. */
const SINGLE_MAILS = 10

/** Notices in one digest. */
const MOST_IN_DIGEST = 1_000

/** Tries to send a notice; after the last it is a dead letter. Their waits double from one minute: 17 hours. */
const MAX_TRIES = 11

/** How long one sender has before another may try the same notice. */
const SENDING_MS = 5 * MINUTE_MS

/** How long a handoff waits for the mail server; the sending goes on after that. */
const PATIENCE_MS = 5_000

/** What the notifier needs of the outside. */
export interface NotifierPorts {
  clock: Clock
  mailer: Mailer
  ledger: Pick<Ledger, 'claimNotices' | 'putNotice' | 'shared'>
}

/** Tells a person about failed handoffs: one e-mail each, or one for many in a storm. */
export interface Notifier {
  /**
   * Sends a notice that the ledger has, or leaves it to a common e-mail. It never rejects.
   *
   * @returns `pending` if the mail server takes longer than five seconds; then the sending goes on.
   */
  report(notice: Notice): Promise<FailedOutcome['notified']>
  /** Sends what is due in one e-mail, at most once a minute. @returns how many notices were sent. */
  sweep(): Promise<number>
  /**
   * Waits for what is being sent, then sends what is due and what waits for a common e-mail. What waits for another
   * try stays in the ledger; where the ledger ends with the process it has a last one.
   */
  close(): Promise<void>
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

/** The same notifier for work that must not wait for a mail server: what it reports is `pending`. */
export const reportBeside = (notifier: Notifier): Notifier => ({
  ...notifier,
  report: (notice) => {
    void notifier.report(notice)
    return Promise.resolve('pending')
  },
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
  let sweptAt = -Infinity
  /** By the id of the notice: a sweep must not send what is still being sent. */
  const underWay = new Map<string, Promise<unknown>>()

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

  async function sendOne(notice: Notice): Promise<FailedOutcome['notified']> {
    if (!mayLeaveAlone()) {
      // All that are grouped in a minute are due at its end, for one e-mail.
      await write({ ...notice, due_at: (Math.floor(clock.now() / MINUTE_MS) + 1) * MINUTE_MS })
      return 'grouped'
    }
    return send([notice], errorMail(notice.facts, config))
  }

  async function report(notice: Notice): Promise<FailedOutcome['notified']> {
    const sending = sendOne(notice).finally(() => underWay.delete(notice.notice_id))
    underWay.set(notice.notice_id, sending)
    const told = new AbortController()
    const patience = clock.sleep(PATIENCE_MS, told.signal).then(
      () => 'pending' as const,
      () => sending,
    )
    return Promise.race([sending, patience]).finally(() => told.abort())
  }

  async function sendDue(early?: 'untried' | 'all'): Promise<number> {
    const now = clock.now()
    const claim = { owner, now, until: now + SENDING_MS, limit: MOST_IN_DIGEST, ...(early && { early }) }
    const claimed = await ledger.claimNotices(claim)
    const notices = claimed.filter(({ notice_id }) => !underWay.has(notice_id))
    const [first, ...others] = notices
    if (!first) return 0
    sweptAt = now
    const facts = notices.map((notice) => notice.facts)
    const mail = others.length === 0 ? errorMail(first.facts, config) : digestMail(facts, config)
    return (await send(notices, mail)) === 'failed' ? 0 : notices.length
  }

  return {
    report,
    sweep: async () => (clock.now() < sweptAt + MINUTE_MS ? 0 : sendDue()),
    close: async () => {
      await Promise.all(underWay.values())
      while ((await sendDue(ledger.shared ? 'untried' : 'all').catch(() => 0)) > 0);
    },
  }
}

function postponed(notice: Notice, now: number): Notice {
  const tries = notice.tries + 1
  if (tries >= MAX_TRIES) return { ...notice, tries, state: 'dead' }
  return { ...notice, tries, due_at: now + MINUTE_MS * 2 ** (tries - 1) }
}
