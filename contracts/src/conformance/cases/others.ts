import type { Case } from '../case.ts'
import type { Stage } from '../stage.ts'

const RULE = 'if (eq(ticket.subject, "test")) { Action("addTags", { tags: "test" }) }'

const MACRO = {
  name: 'Greet',
  actions: [
    {
      name: 'setResponseText',
      title: 'Set response text',
      arguments: { body_text: 'Hello', body_html: '<div>Hello</div>' },
    },
  ],
}

const phoneTicket = (more: object = {}) => ({
  messages: [
    { channel: 'phone', from_agent: false, sender: { email: 'dana@example.com' }, body_text: 'Hello' },
  ],
  ...more,
})

const customer = (stage: Stage, name: string) =>
  stage.make('POST', 'customers', { name, email: `${name.toLowerCase()}@example.com` })

/** More than a page of events, of the kinds that the recording has. */
async function manyEvents(stage: Stage): Promise<void> {
  const [source, target] = [await customer(stage, 'Source'), await customer(stage, 'Target')]
  await stage.make('PUT', `customers/merge?source_id=${source.id}&target_id=${target.id}`, {})
  const me = await stage.make('GET', 'users/0')
  const rule = await stage.make('POST', 'rules', { name: 'Tag', code: RULE })
  for (let i = 0; i < 10; i++)
    await stage.make('POST', 'tickets', phoneTicket({ assignee_user: { id: me.id } }))
  await stage.make('PUT', `rules/${rule.id}`, { name: 'Tag again' })
}

/** Recordings of everything but tickets and customers. */
export const otherCases: readonly Case[] = [
  {
    recording: 'account-settings.list.2025',
    status: 200,
    call: (stage) => stage.ask({ method: 'GET', path: 'account/settings' }),
  },
  {
    recording: 'events.list.2026',
    status: 200,
    async call(stage) {
      await manyEvents(stage)
      return stage.ask({ method: 'GET', path: 'events' })
    },
  },
  {
    recording: 'integration.docs-example',
    status: 201,
    call: (stage) =>
      stage.ask({
        method: 'POST',
        path: 'integrations',
        body: {
          name: 'My HTTP integration',
          type: 'http',
          http: {
            url: 'https://example.com/api/customers?email={{ticket.customer.email}}',
            method: 'GET',
            form: { hello: 'world', ticket_id: '{{ticket.id}}' },
            request_content_type: 'application/json',
            response_content_type: 'application/json',
            triggers: {
              'ticket-created': true,
              'ticket-updated': true,
              'ticket-message-created': true,
              'ticket-self-unsnoozed': true,
            },
          },
        },
      }),
  },
  {
    recording: 'job.get.2026',
    status: 200,
    async call(stage) {
      const job = await stage.make('POST', 'jobs', { type: 'exportMacro', params: {} })
      await stage.account.clock.advance('PT10S')
      return stage.ask({ method: 'GET', path: `jobs/${job.id}` })
    },
  },
  {
    recording: 'macro.create.2026',
    status: 201,
    call: (stage) => stage.ask({ method: 'POST', path: 'macros', body: MACRO }),
  },
  {
    recording: 'rule.create.2026',
    status: 201,
    call: (stage) => stage.ask({ method: 'POST', path: 'rules', body: { name: 'Tag', code: RULE } }),
  },
  {
    recording: 'satisfaction-survey.create.2026',
    status: 201,
    async call(stage) {
      const ticket = await stage.make('POST', 'tickets', phoneTicket())
      const { id } = ticket.customer as { readonly id: number }
      const body = { ticket_id: ticket.id, customer_id: id }
      return stage.ask({ method: 'POST', path: 'satisfaction-surveys', body })
    },
  },
  {
    recording: 'search.customer.2026',
    status: 201,
    async call(stage) {
      await customer(stage, 'Support')
      return stage.ask({ method: 'POST', path: 'search', body: { type: 'customer', query: 'support' } })
    },
  },
  {
    recording: 'tag.create.2026',
    status: 201,
    call: (stage) => stage.ask({ method: 'POST', path: 'tags', body: { name: 'urgent' } }),
  },
  {
    recording: 'user.create.2025',
    status: 201,
    call: (stage) =>
      stage.ask({
        method: 'POST',
        path: 'users',
        body: { name: 'Sam Agent', email: 'sam@example.com', role: { name: 'agent' } },
      }),
  },
  {
    recording: 'user.delete-204.2025',
    status: 204,
    async call(stage) {
      const role = { name: 'agent' }
      const user = await stage.make('POST', 'users', { name: 'Sam Agent', email: 'sam@example.com', role })
      return stage.ask({ method: 'DELETE', path: `users/${user.id}` })
    },
  },
  {
    recording: 'view.create.2026',
    status: 201,
    call: (stage) =>
      stage.ask({
        method: 'POST',
        path: 'views',
        body: { slug: 'test', name: 'Test', type: 'ticket-list', visibility: 'public' },
      }),
  },
]
