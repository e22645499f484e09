import { readFile, rm } from 'node:fs/promises'
import { MatchersV3 } from '@pact-foundation/pact'
import { afterAll, describe, expect, it } from 'vitest'
import { handoffPact } from '../../src/pact-file.ts'
import { authorization, clientOf, contract, folder, given, success, writtenPact } from './pact.ts'
import type { Given } from './pact.ts'
import { handoffTicket, verificationTicket } from './tickets.ts'

const { arrayContaining, eachKeyMatches, HTTPResponseStatusClass, integer, matchStatus, regex, string } =
  MatchersV3

afterAll(() => rm(folder, { recursive: true }))

const HTML = 'text/html; charset=utf-8'
const TICKET_ID = 82750001
const ready = given('the account is set up for handoffs', {})

/** The one call of every handoff, in a state of the account. */
const posting = (description: string, state: Given, body: object) =>
  contract
    .addInteraction()
    .given(...state)
    .uponReceiving(description)
    .withRequest('POST', '/api/tickets', (request) => request.headers({ authorization }).jsonBody(body))

// What is refused may be any ticket: the shortest one keeps the pact file readable.
const ticket = verificationTicket()

/** What the client makes of a refusal. */
async function failureOf(server: { url: string }, body: object = ticket) {
  const result = await clientOf(server).createTicket(body)
  return result.ok ? undefined : result.failure
}

describe('a ticket is created', () => {
  it('by a handoff, which needs the id of the answer and nothing else [REQ-005]', () =>
    posting('a handoff', ready, handoffTicket())
      .willRespondWith(success(201), (answer) => answer.jsonBody({ id: integer(TICKET_ID) }))
      .executeTest(async (server) => {
        const result = await clientOf(server).createTicket(handoffTicket())
        expect(result).toMatchObject({ ok: true, value: { id: TICKET_ID } })
      }))

  it('by the check of the set-up [REQ-062]', () =>
    posting('a verification ticket', ready, ticket)
      .willRespondWith(success(201), (answer) => answer.jsonBody({ id: integer(TICKET_ID) }))
      .executeTest(async (server) => {
        const result = await clientOf(server).createTicket(ticket)
        expect(result).toMatchObject({ ok: true, value: { id: TICKET_ID } })
      }))
})

describe('a ticket is refused', () => {
  it('with the field that is wrong, whichever it is', () => {
    const team = { id: 999_999_999 }
    const body = { ...ticket, assignee_team: team }
    return posting(
      'a ticket for a team that does not exist',
      given('there is no team with the id', team),
      body,
    )
      .willRespondWith(400, (answer) =>
        answer.jsonBody({
          error: {
            msg: string('Failed to create ticket'),
            data: eachKeyMatches({ assignee_team: ['Team does not exist.'] }, regex('.+', 'assignee_team')),
          },
        }),
      )
      .executeTest(async (server) => {
        expect(await failureOf(server, body)).toMatchObject({
          code: 'rejected',
          fields: [{ field: 'assignee_team', message: 'Team does not exist.' }],
        })
      })
  })

  it('with 401 when the key is good no more', () =>
    posting('a ticket with a revoked key', given('the API key was revoked', {}), ticket)
      .willRespondWith(401)
      .executeTest(async (server) => {
        expect(await failureOf(server)).toMatchObject({ code: 'unauthorized', status: 401 })
      }))

  it('with 403 and a sentence about the quota of a trial account', () =>
    posting('a ticket above the quota', given('the messaging quota is used up', {}), ticket)
      .willRespondWith(403, (answer) =>
        answer.jsonBody({
          error: { msg: regex('.*[Qq]uota exceeded.*', 'Messaging quota exceeded.') },
        }),
      )
      .executeTest(async (server) => {
        expect(await failureOf(server)).toMatchObject({ code: 'quota', status: 403 })
      }))

  it('with a page of HTML where there is no such account', () =>
    posting('a ticket to an unknown subdomain', given('no account has this host name', {}), ticket)
      .willRespondWith(404, (answer) => answer.headers({ 'Content-Type': regex('text/html.*', HTML) }))
      .executeTest(async (server) => {
        expect(await failureOf(server)).toMatchObject({ code: 'unknown_subdomain', status: 404 })
      }))

  it('with the time to wait when the rate limit is used up', () =>
    posting('a ticket above the rate limit', given('the rate limit is used up', {}), ticket)
      .willRespondWith(429, (answer) => answer.headers({ 'Retry-After': regex('^[0-9]+$', '5') }))
      .executeTest(async (server) => {
        expect(await failureOf(server)).toMatchObject({ code: 'rate_limited', retryAfterMs: 5_000 })
      }))

  it('by anything in front of Gorgias, with any 5xx', () =>
    posting(
      'a ticket on a bad day',
      given('the next call fails', { operation: 'createTicket', status: 502 }),
      ticket,
    )
      .willRespondWith(matchStatus(502, HTTPResponseStatusClass.ServerError), (answer) =>
        answer.headers({ 'Content-Type': regex('.+', HTML) }),
      )
      .executeTest(async (server) => {
        expect(await failureOf(server)).toMatchObject({ code: 'server_error', status: 502 })
      }))
})

describe('a ticket is looked up by its external id', () => {
  const external_id = handoffTicket().external_id
  const lookUp = (description: string, state: Given) =>
    contract
      .addInteraction()
      .given(...state)
      .uponReceiving(description)
      .withRequest('GET', '/api/tickets', (request) =>
        request.headers({ authorization }).query({ external_id, order_by: 'created_datetime:asc' }),
      )

  it('and is not there', () =>
    lookUp('a look-up of no ticket', given('there is no ticket with the external id', { external_id }))
      .willRespondWith(success(200), (answer) => answer.jsonBody({ data: [] }))
      .executeTest(async (server) => {
        const found = await clientOf(server).findTicketsByExternalId(external_id)
        expect(found).toMatchObject({ ok: true, value: [] })
      }))

  it('and is found, with the external id by which the row is told from others', () =>
    lookUp('a look-up of one ticket', given('there is a ticket with the external id', { external_id }))
      .willRespondWith(success(200), (answer) =>
        answer.jsonBody({ data: [{ id: integer(TICKET_ID), external_id }] }),
      )
      .executeTest(async (server) => {
        const found = await clientOf(server).findTicketsByExternalId(external_id)
        expect(found).toMatchObject({ ok: true, value: [{ id: TICKET_ID }] })
      }))
})

describe('the set-up is checked', () => {
  it("against the addresses of the account's e-mail integrations", () =>
    contract
      .addInteraction()
      .given(...ready)
      .uponReceiving('a look at the e-mail integrations')
      .withRequest('GET', '/api/integrations', (request) =>
        request.headers({ authorization }).query({ type: 'email', limit: '100' }),
      )
      .willRespondWith(success(200), (answer) =>
        answer.jsonBody({ data: arrayContaining({ meta: { address: string('support@example.com') } }) }),
      )
      .executeTest(async (server) => {
        const page = await clientOf(server).read('/api/integrations?type=email&limit=100')
        expect(page).toMatchObject({
          ok: true,
          value: { data: [{ meta: { address: 'support@example.com' } }] },
        })
      }))
})

describe('the committed pact file', () => {
  it('is what these tests wrote: after a change, run them with --update', async () => {
    await expect(await readFile(writtenPact, 'utf8')).toMatchFileSnapshot(handoffPact)
  })
})
