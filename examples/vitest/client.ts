/** Where a Gorgias account is, and how to get in. */
export interface Gorgias {
  readonly url: string
  readonly authorization: string
}

/** What is handed over. */
export interface Handoff {
  /** The same for every attempt: how a ticket is found that was made although no answer came. */
  readonly id: string
  readonly customer: string
  /** Where the customer's e-mails go. */
  readonly mailbox: string
  readonly transcript: string
}

/** Waiting, as a test may want it otherwise. */
export type Sleep = (milliseconds: number) => Promise<unknown>

const ATTEMPTS = 4

async function call({ url, authorization }: Gorgias, path: string, body?: unknown): Promise<Response> {
  return fetch(`${url}${path}`, {
    headers: { authorization, 'content-type': 'application/json' },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body) }),
  })
}

async function find(gorgias: Gorgias, id: string): Promise<number | undefined> {
  const answer = await call(gorgias, `/api/tickets?external_id=${encodeURIComponent(id)}`)
  const { data } = (await answer.json()) as { data: { id: number }[] }
  return data[0]?.id
}

/** Makes one ticket of a conversation, whatever happens on the way, and answers its id. */
export async function handOff(gorgias: Gorgias, handoff: Handoff, sleep: Sleep): Promise<number> {
  const ticket = {
    channel: 'email',
    external_id: handoff.id,
    customer: { email: handoff.customer },
    messages: [
      {
        channel: 'email',
        from_agent: false,
        source: { from: { address: handoff.customer }, to: [{ address: handoff.mailbox }] },
        body_text: handoff.transcript,
      },
    ],
  }
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const answer = await call(gorgias, '/api/tickets', ticket).catch(() => undefined)
    if (answer?.ok === true) return ((await answer.json()) as { id: number }).id
    if (answer?.status === 429) {
      await sleep(Number(answer.headers.get('retry-after')) * 1_000)
    } else if (answer !== undefined && answer.status < 500) {
      throw new Error(`Gorgias refuses the ticket: ${await answer.text()}`)
    } else {
      // Nobody knows whether the ticket is there: look before trying again.
      const id = await find(gorgias, handoff.id)
      if (id !== undefined) return id
    }
  }
  throw new Error(`No ticket after ${ATTEMPTS} attempts.`)
}
