import { createHandoff } from '../../src/index.ts'
import type {
  FollowUp,
  HandoffMessage,
  LogEntry,
  NotificationMail,
  OrgConfig,
  Ports,
} from '../../src/index.ts'
import { testConfig } from './config.ts'
import { fakeClock } from './fake-clock.ts'
import { fakeGorgias } from './fake-gorgias.ts'

/** A handoff with a fake at each of its doors, and what went through them. */
export function handoffWorld(changes: Partial<OrgConfig> = {}, ports: Partial<Ports> = {}) {
  const clock = fakeClock()
  const gorgias = fakeGorgias(clock)
  const mails: NotificationMail[] = []
  const messages: HandoffMessage[] = []
  const followUps: FollowUp[] = []
  const log: LogEntry[] = []
  /** What happened, in its order. */
  const effects: string[] = []

  const handoff = createHandoff(testConfig(changes), {
    clock,
    random: () => 0,
    fetch: (url, init) => {
      effects.push(`${init.method ?? 'GET'} ${new URL(url).pathname}`)
      return gorgias.fetch(url, init)
    },
    mailer: {
      send: (mail) => {
        effects.push('mail')
        mails.push(mail)
        return Promise.resolve('sent')
      },
    },
    platform: {
      sendHandoffMessage: (message) => {
        effects.push('message')
        messages.push(message)
        return Promise.resolve()
      },
      markForFollowUp: (followUp) => {
        effects.push('follow-up')
        followUps.push(followUp)
        return Promise.resolve()
      },
    },
    logger: { log: (entry) => log.push(entry) },
    ...ports,
  })
  return { handoff, clock, gorgias, mails, messages, followUps, log, effects }
}
