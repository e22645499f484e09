import fc from 'fast-check'
import { expect } from 'vitest'
import { fold, KINDS, pick, recordsOf, takeDown } from './model.ts'
import type { Kind, Model } from './model.ts'
import { expectEvents } from './desk.ts'
import type { Desk } from './desk.ts'
import { NAMES, nth, step, TAGS } from './step.ts'
import type { Step } from './step.ts'

type Fields = Readonly<Record<string, unknown>>

/** What a record is made from, or changed to, whatever its kind. */
interface Draft {
  readonly name: string
  readonly tag: string
}

interface KindSpec {
  /** What its events begin with. */
  readonly stem: string
  readonly create: (draft: Draft) => Fields
  /** Absent where it is as at creation. */
  readonly change?: (draft: Draft) => Fields
  /** What an answer shows of it; absent where it is what was sent. */
  readonly shown?: (draft: Draft) => Fields
  readonly deletable?: false
}

const http = {
  url: 'https://hook.example.com/',
  method: 'POST',
  request_content_type: 'application/json',
  response_content_type: 'application/json',
}

const SPECS: Readonly<Record<Kind, KindSpec>> = {
  users: {
    stem: 'user',
    create: ({ name, tag }) => ({ name, email: ` ${tag}@ACME.test`, role: { name: 'agent' } }),
    shown: ({ name, tag }) => ({ name, email: fold(`${tag}@acme.test`), role: { name: 'agent' } }),
  },
  teams: { stem: 'team', create: ({ name, tag }) => ({ name, description: tag }) },
  macros: {
    stem: 'macro',
    create: ({ name, tag }) => ({ name, actions: [{ name: 'addTags', arguments: { tags: tag } }] }),
  },
  views: {
    stem: 'view',
    create: ({ name, tag }) => ({ slug: name, filters: `containsAny(ticket.tags.name, ["${tag}"])` }),
  },
  rules: {
    stem: 'rule',
    // Without event types it never runs: what rules do is shown elsewhere.
    create: ({ name, tag }) => ({
      name,
      code: `if (containsAny(ticket.tags.name, ["${tag}"])) { Action("addTags", { tags: "${tag}" }) }`,
    }),
  },
  widgets: {
    stem: 'widget',
    create: ({ name, tag }) => ({ type: name, app_id: tag, template: { type: 'wrapper', widgets: [] } }),
  },
  'custom-fields': {
    stem: 'custom-field',
    create: ({ name, tag }) => ({
      object_type: 'Ticket',
      label: name,
      description: tag,
      definition: { data_type: 'text', input_settings: { input_type: 'input' } },
    }),
    change: ({ name, tag }) => ({ label: name, description: tag }),
    deletable: false,
  },
  integrations: {
    stem: 'integration',
    create: ({ name, tag }) => ({ name, description: tag, type: 'http', http }),
    change: ({ name, tag }) => ({ name, description: tag }),
  },
}

const draft: fc.Arbitrary<Draft> = fc.record({
  name: fc.constantFrom(...NAMES),
  tag: fc.constantFrom(...TAGS),
})
const kinds = fc.constantFrom(...KINDS)

/** Whether another user has the address: only users have something that is theirs alone. */
function isTaken(model: Model, kind: Kind, { tag }: Draft, except?: number): boolean {
  if (kind !== 'users') return false
  return [...recordsOf(model, kind)].some(([id, facts]) => id !== except && fold(facts.tag) === fold(tag))
}

const shownBy = (kind: Kind, fields: Draft): Fields => {
  const { change, create, shown = change ?? create } = SPECS[kind]
  return shown(fields)
}

const createRecord = fc.tuple(kinds, draft).map(([kind, fields]) =>
  step(`create ${kind} ${JSON.stringify(fields)}`, async (model, desk) => {
    const taken = isTaken(model, kind, fields)
    const body = SPECS[kind].create(fields)
    const { json, events } = await desk.call(taken ? 409 : 201, 'POST', `/api/${kind}`, body)
    if (taken) return
    takeDown(model, kind, json.id)
    expectEvents(events, [[`${SPECS[kind].stem}-created`, json.id]])
    expect(json).toMatchObject(shownBy(kind, fields))
    recordsOf(model, kind).set(json.id, { shown: shownBy(kind, fields), tag: fields.tag, off: false })
  }),
)

/** A step on one of the records of a kind. */
const onRecord = (
  text: string,
  kind: Kind,
  n: number,
  run: (model: Model, desk: Desk, id: number, url: string) => Promise<unknown>,
): Step =>
  step(
    `${text} of ${kind} ${n}`,
    async (model, desk) => {
      const id = pick(recordsOf(model, kind).keys(), n)
      if (id !== undefined) await run(model, desk, id, `/api/${kind}/${id}`)
    },
    (model) => recordsOf(model, kind).size > 0,
  )

const changeRecord = fc.tuple(kinds, nth, draft).map(([kind, n, fields]) =>
  onRecord(`change ${JSON.stringify(fields)}`, kind, n, async (model, desk, id, url) => {
    const { create, change = create, stem } = SPECS[kind]
    const taken = isTaken(model, kind, fields, id)
    const { json, events } = await desk.call(taken ? 409 : 202, 'PUT', url, change(fields))
    if (taken) return
    expectEvents(events, [[`${stem}-updated`, id]])
    expect(json).toMatchObject(shownBy(kind, fields))
    const before = recordsOf(model, kind).get(id)
    const off = before?.off === true && before.tag === fields.tag
    recordsOf(model, kind).set(id, { shown: shownBy(kind, fields), tag: fields.tag, off })
  }),
)

/** Deletes a record of a kind that can be deleted; answers whether it is one. */
export async function removeRecord(model: Model, desk: Desk, kind: Kind, id: number): Promise<boolean> {
  const { stem, deletable = true } = SPECS[kind]
  if (!deletable) return false
  const url = `/api/${kind}/${id}`
  const { events } = await desk.call(204, 'DELETE', url)
  expectEvents(events, [[`${stem}-deleted`, id]])
  recordsOf(model, kind).delete(id)
  model.gone.add(url)
  return true
}

const deleteRecord = fc
  .tuple(kinds, nth)
  .map(([kind, n]) => onRecord('delete', kind, n, (model, desk, id) => removeRecord(model, desk, kind, id)))

export const recordSteps: readonly fc.Arbitrary<Step>[] = [
  createRecord,
  createRecord,
  changeRecord,
  deleteRecord,
]
