import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { OrgConfig } from '../src/index.ts'
import { secret } from '../src/model/secret.ts'
import { anyRequest } from './support/any-request.ts'
import { testConfig } from './support/config.ts'
import { json } from './support/fake-gorgias.ts'
import type { Fault } from './support/fake-gorgias.ts'
import { planted } from './support/planted.ts'
import { handoffWorld } from './support/world.ts'

/** Everything that leaves a handoff, as texts: what is stored, sent, mailed, logged, answered, remembered. */
async function everyOutput(
  config: Partial<OrgConfig>,
  input: unknown,
  faults: readonly Fault[],
): Promise<string[]> {
  const world = handoffWorld(config)
  world.gorgias.posts.push(...faults)
  const outcome = await world.handoff.handOff(input)
  await world.handoff.close()
  const { mails, messages, followUps, log, gorgias } = world
  const bodies = gorgias.calls.map(({ path, body }) => [path, body])
  return textsIn([outcome, mails, messages, followUps, log, bodies])
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]) => [key, ...textsIn(inner)])
}

const request = (words: string) => anyRequest(4).map((said) => planted(said, words))
const escaped = (text: string) =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;')

test('the API key appears nowhere, whoever pastes or echoes it (REQ-069)', async () => {
  const key = fc.string({
    unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)),
    minLength: 16,
    maxLength: 64,
  })
  await fc.assert(
    fc.asyncProperty(
      key,
      anyRequest(4),
      fc.constantFrom(400, 401, 422, 429, 500),
      async (apiKey, said, status) => {
        const gorgias = { ...testConfig().gorgias, apiKey: secret(apiKey) }
        const basic = Buffer.from(`${gorgias.apiKeyUserEmail}:${apiKey}`).toString('base64')
        const forms = [apiKey, basic, Buffer.from(apiKey).toString('base64'), encodeURIComponent(apiKey)]
        const words = [...forms, `Basic ${basic}`].join(' ')
        const echo: Fault = ({ authorization }) =>
          json(
            status,
            { error: { msg: `${authorization} ${words}`, data: { [apiKey]: [words] } } },
            { 'x-request-id': apiKey },
          )
        const input = planted(said, words)
        const outputs = await everyOutput({ gorgias }, input, [echo, echo, echo, echo, echo, echo])
        for (const output of outputs) {
          for (const form of [...forms, ...forms.map(escaped)]) expect(output).not.toContain(form)
        }
      },
    ),
    { numRuns: 40 },
  )
})

describe('a secret that a customer typed is in no output', () => {
  // The traces are so long that no amount or telephone number holds them by chance.
  test.each([
    ['4111 1111 1111 1111', '4111 1111'],
    ['5555555555554444', '55555555'],
    ['card 4111-1111-1111-1111 cvv 737', 'cvv 737'],
    ['DE89 3704 0044 0532 0130 00', '0532 0130'],
    ['my SSN is 078-05-1120', '078-05'],
    ['password: tr0ub4dor', 'tr0ub4dor'],
    ['my PIN is 482199', '482199'],
  ])('%j', async (words, trace) => {
    await fc.assert(
      fc.asyncProperty(request(words), fc.constantFrom(201, 400), async (said, status) => {
        const refuse: Fault[] = status === 201 ? [] : [() => json(status, { error: { msg: 'no' } })]
        for (const output of await everyOutput({}, said, refuse)) expect(output).not.toContain(trace)
      }),
      { numRuns: 10 },
    )
  })
})
