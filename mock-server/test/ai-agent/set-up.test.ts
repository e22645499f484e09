import { describe, expect, it, test } from 'vitest'
import type { Account } from '../../src/index.ts'
import { call, expectStatus } from '../support/api.ts'
import { fresh, server, url } from './desk.ts'

describe('the control plane', () => {
  const put = (account: Account, body: unknown) =>
    call(url, 'PUT', `/_control/v1/accounts/${account.name}/ai-agent`, { body })

  it('sets AI Agent up and shows it; what is not named stays', async () => {
    const { account } = fresh()
    const answers = [{ outcome: 'resolve', text: 'Done.' }]
    expect(expectStatus(await put(account, { enabled: true, answers }), 200).json).toEqual({
      enabled: true,
      channels: ['email', 'chat'],
      answers,
    })
    expectStatus(await put(account, { enabled: false }), 200)
    const read = await call(url, 'GET', `/_control/v1/accounts/${account.name}/ai-agent`)
    expect(read.json).toEqual({ enabled: false, channels: ['email', 'chat'], answers })
    const listed = await call(url, 'GET', `/_control/v1/accounts/${account.name}/ai-agent/interactions`)
    expect(listed.json).toEqual({ data: [] })
  })

  test.for<[unknown, string]>([
    [{}, 'enabled'],
    [{ enabled: 'yes' }, 'enabled'],
    [{ enabled: true, channels: ['fax'] }, 'channels.0'],
    [{ enabled: true, colour: 'red' }, 'colour'],
    [{ enabled: true, answers: [{ outcome: 'dance' }] }, 'answers.0.outcome'],
    [
      { enabled: true, answers: [{ outcome: 'answer', text: 'Hi', when: { contains: [] } }] },
      'answers.0.when.contains',
    ],
    [{ enabled: true, answers: [{ outcome: 'hand-over' }, { outcome: 'resolve' }] }, 'answers.1.text'],
    [{ enabled: true, answers: [{ outcome: 'ignore', text: 'Hi' }] }, 'answers.0.text'],
  ])('refuses %j, names the field and changes nothing', async ([body, field]) => {
    const { account, api } = fresh()
    const answer = expectStatus(await put(account, body), 400)
    expect(answer.json).toMatchObject({ error: { field } })
    expect(account.aiAgent().enabled).toBe(false)
    expect((await api.get('/api/users?roles=bot')).json).toMatchObject({ data: [{ name: 'Gorgias Bot' }] })
  })

  it('takes the set-up with a seed, and refuses a seed whose answers have no text', () => {
    const ai_agent = { enabled: true, answers: [{ outcome: 'resolve' as const, text: 'Done.' }] }
    const account = server.accounts.create({ seed: { ai_agent } })
    expect(account.aiAgent()).toMatchObject(ai_agent)
    const wrong = { ai_agent: { enabled: true, answers: [{ outcome: 'resolve' as const }] } }
    expect(() => server.accounts.create({ seed: wrong })).toThrow('ai_agent')
  })
})
