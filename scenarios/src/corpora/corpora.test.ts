import { parseHandoffRequest } from '@gorgias-harness/handoff'
import { describe, expect, it } from 'vitest'
import { fromStar } from './star.ts'
import { fromTauBench } from './tau-bench.ts'
import type { TauBenchLine } from './tau-bench.ts'

const tauLine: TauBenchLine = {
  source: 'made up',
  task_id: 3,
  trial: 1,
  handed_off: true,
  messages: [
    { role: 'user', content: 'Change my seat.' },
    { role: 'assistant', tool_calls: [{ name: 'get_user_details', arguments: '{"user_id":"x"}' }] },
    {
      role: 'tool',
      name: 'get_user_details',
      content:
        '{"name":{"first_name":"Ana","last_name":"Pires"},"email":"ana@example.com","dob":"1980-01-01"}',
    },
    { role: 'assistant', content: 'I **cannot**.' },
    { role: 'user', content: 'A person, please.' },
    {
      role: 'assistant',
      tool_calls: [{ name: 'transfer_to_human_agents', arguments: '{"summary":"Ana wants a seat."}' }],
    },
    { role: 'tool', name: 'transfer_to_human_agents', content: 'Transfer successful' },
  ],
}

describe('dialogues of tau-bench', () => {
  const request = fromTauBench(tauLine, { requestedAt: '2026-03-02T09:00:00Z' })

  it('become requests that the handoff accepts', () => {
    expect(parseHandoffRequest(request)).toMatchObject({ ok: true })
    expect(request).toMatchObject({
      outcome: 'handed_off',
      customer: { name: 'Ana Pires', emails: [{ address: 'ana@example.com' }] },
      summary: { overview: 'Ana wants a seat.' },
    })
  })

  it('keep what was said and hide what the tools answered', () => {
    expect(request.items.map((item) => ('text' in item ? item.text : item.kind))).toEqual([
      'Change my seat.',
      'I **cannot**.',
      'A person, please.',
    ])
    expect(JSON.stringify(request.items)).not.toContain('1980')
  })

  it('need no person if the AI resolved them', () => {
    const resolved = fromTauBench({ ...tauLine, handed_off: false }, { requestedAt: '2026-03-02T09:00:00Z' })
    expect(resolved.outcome).toBe('resolved')
  })

  it('survive a tool that answers in plain words', () => {
    const messages = tauLine.messages.map((message) =>
      message.role === 'tool' ? { ...message, content: 'Error: user not found' } : message,
    )
    const { customer } = fromTauBench({ ...tauLine, messages }, { requestedAt: '2026-03-02T09:00:00Z' })
    expect(customer).toMatchObject({ emails: [{ address: 'tau-3-1@example.com' }] })
  })
})

describe('dialogues of STAR', () => {
  const request = fromStar({
    DialogueID: 9,
    Events: [
      { Agent: 'UserGuide', Action: 'instruct', Text: 'Pretend to be cross.', UnixTime: 1_590_441_978 },
      { Agent: 'User', Action: 'utter', Text: 'My card is gone.', UnixTime: 1_590_442_015 },
      { Agent: 'Wizard', Action: 'request_suggestions', Text: 'name', UnixTime: 1_590_442_023 },
      { Agent: 'Wizard', Action: 'pick_suggestion', Text: 'Your name, please?', UnixTime: 1_590_442_024 },
      { Agent: 'KnowledgeBase', Action: 'return_item', UnixTime: 1_590_442_030 },
      { Agent: 'User', Action: 'complete', UnixTime: 1_590_442_100 },
    ],
  })

  it('keep what was said, with its own times', () => {
    expect(parseHandoffRequest(request)).toMatchObject({ ok: true })
    expect(request.items).toMatchObject([
      { by: 'customer', text: 'My card is gone.', at: '2020-05-25T21:26:55.000Z' },
      { by: 'ai', text: 'Your name, please?', at: '2020-05-25T21:27:04.000Z' },
    ])
    expect(request.requestedAt).toBe('2020-05-25T21:28:20.000Z')
  })
})
