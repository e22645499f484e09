import { expect } from '@playwright/test'
import { test } from './gorgias.ts'

const customer = 'mara@example.com'

test('a customer says what they think of the help they got', async ({ account, page }) => {
  // A customer writes, the team answers and closes the ticket; two hours later Gorgias asks.
  const { ticket_id } = await account.control.inbound({
    from: customer,
    subject: 'Lamp',
    text: 'It is broken.',
  })
  await account.control.act(account.email, 'reply', {
    ticket_id,
    text: 'A new one is on its way.',
    status: 'closed',
  })
  await account.control.advance('PT2H')
  const survey = (await account.control.outbox()).find(({ text }) => text.includes('/survey/'))
  const [link = ''] = /https?:\/\/\S+\/survey\/\S+/.exec(survey?.text ?? '') ?? []

  await page.goto(link)
  await expect(page.getByText('Your request: Lamp')).toBeVisible()
  await page.getByLabel('5', { exact: true }).check()
  await page.getByLabel('Anything to add?').fill('That was quick!')
  await page.getByRole('button', { name: 'Send' }).click()
  await expect(page.getByRole('heading', { name: 'Thank you' })).toBeVisible()

  const { entries } = await account.control.why(ticket_id)
  expect(entries.map(({ sentence }) => sentence).join('\n')).toContain('survey')
})
