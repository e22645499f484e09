/** One failure a handoff can end with. Codes are stable and never used again for something else. */
export interface ErrorEntry {
  /** What happened, for a person; starts the message where the cause has no better words. */
  readonly meaning: string
  /**
   * May the same call be made again? `never`: it would fail again. `backoff`: after a growing wait.
   * `when_told`: after the wait that Gorgias names.
   */
  readonly retry: 'never' | 'backoff' | 'when_told'
  /**
   * Is it known what became of the ticket? After `unknown` it is looked up before anything is repeated.
   */
  readonly outcome: 'not_applied' | 'unknown'
  /** What the person who reads about it can do. */
  readonly hint: string
}

const never = { retry: 'never', outcome: 'not_applied' } as const

/**
 * Every failure of this package: the one place for codes, retries and advice.
 *
 * A 5xx counts as an unknown outcome whatever its body: the answer may come from something in front of
 * Gorgias, after Gorgias has stored the ticket (inferred; Gorgias documents only the statuses).
 */
export const errors = {
  unreadable_input: {
    meaning: 'The input cannot be read as JSON.',
    ...never,
    hint: 'Correct the input at the place that is named and send it again.',
  },
  invalid_request: {
    meaning: 'The handoff request does not fit its schema.',
    ...never,
    hint: 'Compare the request with the output of `gorgias-handoff schema`, then send it again.',
  },
  handoff_id_reused: {
    meaning: 'This handoff id already belongs to another conversation.',
    ...never,
    hint: 'Give every handoff an id of its own, for instance the conversation id plus a counter.',
  },
  unsupported_channel: {
    meaning: 'Conversations of this channel cannot be handed off.',
    ...never,
    hint: 'Only chat and e-mail are supported: answer this conversation in Gladly. Channels are set with CHANNELS.',
  },
  no_email: {
    meaning: 'The customer has no e-mail address, so nobody could answer the ticket.',
    ...never,
    hint: 'Add an address to the customer in Gladly and hand off again, or set NO_EMAIL_POLICY=create_without_email.',
  },
  refused_address: {
    meaning: "The customer's address would start a mail loop.",
    ...never,
    hint: "Replace the customer's address in Gladly by one that a person reads, then hand off again.",
  },
  unauthorized: {
    meaning: 'Gorgias refuses the credentials.',
    ...never,
    hint:
      'The API key was revoked or reset, or its user was deactivated. Let an active admin make a new key ' +
      '(Settings, REST API) and set GORGIAS_API_KEY and GORGIAS_EMAIL.',
  },
  forbidden: {
    meaning: 'The user of the API key may not do this.',
    ...never,
    hint: 'Give the user of GORGIAS_EMAIL the Admin role in Gorgias, or use the key of an admin.',
  },
  quota: {
    meaning: 'The messaging quota of the Gorgias account is used up.',
    ...never,
    hint: 'Trial accounts have such a quota: choose a plan in Gorgias or ask its support, then hand off again.',
  },
  unknown_subdomain: {
    meaning: 'There is no Gorgias account at this address.',
    ...never,
    hint: 'Correct GORGIAS_SUBDOMAIN: it is the first part of the address of your Gorgias.',
  },
  not_found: {
    meaning: 'Gorgias does not know what the request names.',
    ...never,
    hint: 'Check GORGIAS_URL, and that the team of TEAM_ID still exists.',
  },
  redirected: {
    meaning: 'The address answers with a redirect, which is not followed: the credentials stay here.',
    ...never,
    hint: 'Set GORGIAS_SUBDOMAIN or GORGIAS_URL to the address that answers by itself, with https.',
  },
  rejected: {
    meaning: 'Gorgias refuses the content of the ticket.',
    ...never,
    hint: 'Check the fields that are named: TEAM_ID must be a team, INTEGRATION_USER_EMAIL a user of the account.',
  },
  conflict: {
    meaning: 'Gorgias says that this already exists.',
    ...never,
    hint: 'Search Gorgias for the customer and the ticket; another program may write the same data.',
  },
  too_large: {
    meaning: 'The ticket is too large for Gorgias.',
    ...never,
    hint: 'Lower limits.htmlBytes in the configuration file; the conversation is then folded sooner.',
  },
  rate_limited: {
    meaning: 'The rate limit of the Gorgias account is used up.',
    retry: 'when_told',
    outcome: 'not_applied',
    hint:
      'All API-key integrations of the account share 40 requests in 20 seconds. ' +
      'Slow the others down or ask Gorgias for more, then hand off again.',
  },
  server_error: {
    meaning: 'Gorgias has a problem of its own.',
    retry: 'backoff',
    outcome: 'unknown',
    hint: 'Look at the status page of Gorgias, and hand off again when it is well.',
  },
  unreachable: {
    meaning: 'Gorgias cannot be reached; nothing was sent.',
    retry: 'backoff',
    outcome: 'not_applied',
    hint: 'Check the network, proxy and name resolution of this machine, and GORGIAS_SUBDOMAIN or GORGIAS_URL.',
  },
  unknown_outcome: {
    meaning: 'The answer of Gorgias was lost: the ticket may exist.',
    retry: 'backoff',
    outcome: 'unknown',
    hint: 'Search for the ticket by its external id before you make one by hand. To hand off again, use `send --again`: it looks first.',
  },
  unreadable_answer: {
    meaning: 'The answer cannot be read: this address does not speak like Gorgias, or the connection broke.',
    ...never,
    hint: 'Check GORGIAS_SUBDOMAIN or GORGIAS_URL; nothing was created.',
  },
  support_address_unknown: {
    meaning: 'The support address belongs to no e-mail integration of the Gorgias account.',
    ...never,
    hint: 'Set GORGIAS_SUPPORT_EMAIL to an address of Settings, Email in Gorgias, or connect this one there.',
  },
  note_sender_unknown: {
    meaning: 'The sender of internal notes is no active user of the Gorgias account.',
    ...never,
    hint: 'Set INTEGRATION_USER_EMAIL to the address of an active user, or leave it out: the user of the key signs then.',
  },
  team_unknown: {
    meaning: 'The team that is to get the tickets does not exist.',
    ...never,
    hint: 'Set TEAM_ID to the number of a team of Settings, Teams in Gorgias, or leave it out.',
  },
  ledger_unavailable: {
    meaning: 'The ledger cannot be written, so the handoff was not accepted.',
    retry: 'backoff',
    outcome: 'not_applied',
    hint: 'See to the disk or the database of the ledger, then send the same handoff again.',
  },
  closed: {
    meaning: 'The handoff was closed; nothing was tried.',
    ...never,
    hint: 'Do not call handOff after close.',
  },
  internal_error: {
    meaning: 'The handoff module itself failed.',
    retry: 'never',
    outcome: 'unknown',
    hint: 'Report the message. Look for the ticket by its external id before you make one by hand.',
  },
} as const satisfies Record<string, ErrorEntry>

/** The closed set of failure codes. */
export type ErrorCode = keyof typeof errors

/** The registry's entry of a code, in its general type. */
export const errorEntry = (code: ErrorCode): ErrorEntry => errors[code]
