import { describe, expect, it } from 'vitest'
import { describeSimulator } from '../src/index.ts'
import { bareApi } from './support/operations.ts'

const { document, played } = await describeSimulator()
const { app, operations } = await bareApi()
await app.close()

describe('the example of an operation', () => {
  it('is there for every operation that is built, and answers the documented status', () => {
    expect([...played.keys()].toSorted()).toEqual(operations.map(({ operationId }) => operationId).toSorted())
    expect([...played.values()].filter((example) => typeof example === 'string')).toEqual([])
  })

  it('stands in the document with the parameters, the body and the answer of the call that was made', () => {
    const { parameters, requestBody, responses } =
      document.paths['/api/tickets/{ticket_id}/messages']?.post ?? {}
    const sent = requestBody?.content['application/json']?.examples?.demo?.value as { body_text: string }
    const answer = responses?.['201'] as NonNullable<typeof requestBody>
    const answered = answer.content['application/json']?.examples?.demo?.value as Record<string, unknown>
    const ticket = parameters?.find(({ name }) => name === 'ticket_id')?.example
    expect(sent).toMatchObject({ channel: 'internal-note', from_agent: true, public: false })
    expect(answered).toMatchObject({ ...sent, ticket_id: ticket, id: expect.any(Number) as number })
  })

  it('is the same to the byte in every run', async () => {
    const again = await describeSimulator()
    expect(JSON.stringify(again.document)).toBe(JSON.stringify(document))
  })
})
