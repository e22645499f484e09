import sample from '@gorgias-harness/handoff/examples/chat-damaged-lamp.json' with { type: 'json' }
import { createHandoff, loadConfig } from '@gorgias-harness/handoff'
import type { Outcome } from '@gorgias-harness/handoff'
import { startMockServer } from '@gorgias-harness/mock-server'
import type { MockServer } from '@gorgias-harness/mock-server'
import { createGladlyDouble } from '../platform.ts'
import { ticketPage } from './ticket-page.ts'
import type { DemoTicket } from './ticket-page.ts'

export interface DemoOptions {
  readonly port: number
  readonly host: string
  readonly print: (text: string) => void
  readonly printError: (text: string) => void
}

/** What the handoff needs to reach the demo account: the same settings that a real account needs. */
function environmentOf({ url, account }: MockServer): Record<string, string> {
  const { subdomain, email, api_key } = account.credentials
  return {
    GORGIAS_URL: url,
    GORGIAS_EMAIL: email,
    GORGIAS_API_KEY: api_key,
    GORGIAS_SUPPORT_EMAIL: `support@${subdomain}.test`,
    ERROR_NOTIFICATION_EMAIL: 'handoff-errors@example.com',
    GLADLY_BASE_URL: `https://${subdomain}.us-1.gladly.com`,
    HANDOFF_MESSAGE: "Thank you! I've passed this on to a colleague, who will write to you by e-mail.",
  }
}

async function handOverSample(server: MockServer): Promise<Outcome> {
  const loaded = loadConfig({ env: environmentOf(server) })
  if (!loaded.ok) throw new Error(loaded.message)
  const handoff = createHandoff(loaded.config, { platform: createGladlyDouble().platform })
  return handoff.handOff(sample).finally(() => handoff.close())
}

async function readTicket(server: MockServer, id: number): Promise<DemoTicket> {
  const answer = await fetch(`${server.url}/api/tickets/${id}`, {
    headers: { authorization: server.account.authorization },
  })
  return (await answer.json()) as DemoTicket
}

function nextSteps(server: MockServer, ticketId: number): string {
  const { email, api_key } = server.account.credentials
  const settings = Object.entries(environmentOf(server)).filter(([name]) => name !== 'HANDOFF_MESSAGE')
  const exports = settings.map(([name, value]) => `  export ${name}='${value}'`).join('\n')
  return `The simulator goes on at ${server.url}

  user           ${email}
  API key        ${api_key}
  API reference  ${server.url}/docs
  e-mails sent   ${server.url}/_control/v1/accounts/${server.account.name}/outbox
  the bill       ${server.url}/_control/v1/accounts/${server.account.name}/billing

Read the ticket through the API:

  curl -s -u '${email}:${api_key}' ${server.url}/api/tickets/${ticketId}

Try next, in another terminal:

${exports}
  npx gorgias-handoff verify
  npx gorgias-handoff send handoff/examples/chat-german.json
  npx gorgias-scenarios play scenarios/library

Ctrl-C ends it.`
}

/**
 * The main job in one go: starts the simulator with the demo account, hands one sample conversation over
 * through the real handoff module, and shows the ticket that came of it. The simulator goes on until it is
 * closed; undefined if it could not start, which has been said then.
 */
export async function runDemo({
  port,
  host,
  print,
  printError,
}: DemoOptions): Promise<MockServer | undefined> {
  let server: MockServer
  try {
    server = await startMockServer({
      port,
      host,
      seed: 'demo',
      onFailure: (error) => printError(String(error)),
    })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') {
      printError(`The simulator cannot listen on ${host}:${port}: ${(error as Error).message}`)
      return undefined
    }
    printError(
      `Port ${port} is taken. Choose another one: npm start -- --port 4020 (or --port 0 for a free one).`,
    )
    return undefined
  }
  const outcome = await handOverSample(server)
  if (outcome.status !== 'created') {
    await server.close()
    throw new Error(`The sample was not handed over: ${JSON.stringify(outcome)}`)
  }
  print(`A conversation that needs a person became one Gorgias ticket, in one API call.\n`)
  print(ticketPage(await readTicket(server, outcome.ticket_id)))
  print(nextSteps(server, outcome.ticket_id))
  return server
}
