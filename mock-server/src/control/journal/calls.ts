import type { AccountTenant } from '../accounts/tenant.ts'
import type { JournalFilter } from './filter.ts'
import { toHar } from './har.ts'
import type { Har } from './har.ts'
import { callsOf, listCalls, pageOfCalls } from './journal.ts'
import type { JournalPage, JournalPageQuery, JournalRow } from './journal.ts'
import { journalStream } from './stream.ts'
import type { StreamQuery } from './stream.ts'
import type { Readable } from 'node:stream'

/** What the library offers of this subject. */
export const journalCalls = (tenant: () => AccountTenant) => ({
  /**
   * The calls so far, oldest first, without the secrets that some of them carried; those that are meant.
   *
   * @throws {ControlError} 400 for an operation that does not exist, and for times that are none
   * @example account.journal({ operation: 'createTicket', status: '5xx' })
   */
  journal(filter: JournalFilter = {}): JournalRow[] {
    return listCalls(tenant(), filter)
  },

  /** The same in pages. */
  journalPage(query: JournalPageQuery = {}): JournalPage {
    return pageOfCalls(tenant(), query)
  },

  /** The same as an HTTP archive (HAR 1.2), which browsers and other tools open. */
  har(filter: JournalFilter = {}): Har {
    return toHar(callsOf(tenant(), filter), tenant().journal.dropped)
  },

  /** The calls as they come, as the text of server-sent events; it ends with the account. */
  followJournal(query: StreamQuery = {}): Readable {
    return journalStream(tenant(), query)
  },
})
