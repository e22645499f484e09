import fc from 'fast-check'
import { expect } from 'vitest'
import { forgetTag, isKept, pick, recordsOf, tagNamed, takeDown } from './model.ts'
import type { Model } from './model.ts'
import { expectEvents } from './desk.ts'
import type { Desk, Event } from './desk.ts'
import { nth, step, TAGS } from './step.ts'
import type { Step } from './step.ts'

const name = fc.constantFrom(...TAGS)

const createTag = name.map((tag) =>
  step(`createTag "${tag}"`, async (model, desk) => {
    const taken = tagNamed(model, tag) !== undefined
    const { json, events } = await desk.call(taken ? 409 : 201, 'POST', '/api/tags', { name: tag })
    if (taken) return
    takeDown(model, 'tags', json.id)
    expect(json).toMatchObject({ name: tag, usage: 0, deleted_datetime: null })
    expectEvents(events, [['tag-created', json.id]])
    model.tags.set(json.id, tag)
  }),
)

/** A step on one of the tags there are. */
const onTag = (
  text: string,
  n: number,
  run: (model: Model, desk: Desk, id: number, tag: string) => Promise<void>,
): Step =>
  step(
    `${text} tag ${n}`,
    async (model, desk) => {
      const [id, tag] = pick(model.tags, n) ?? []
      if (id !== undefined && tag !== undefined) await run(model, desk, id, tag)
    },
    ({ tags }) => tags.size > 0,
  )

const renameTag = fc.tuple(nth, name).map(([n, next]) =>
  onTag(`name "${next}" to`, n, async (model, desk, id, before) => {
    const taken = ![undefined, id].includes(tagNamed(model, next))
    const { json, events } = await desk.call(taken ? 409 : 202, 'PUT', `/api/tags/${id}`, { name: next })
    if (taken) return
    expect(json.name).toBe(next)
    expectEvents(events, [[next === before ? 'tag-updated' : 'tag-renamed', id]])
    model.tags.set(id, next)
  }),
)

/** The views that ask for a tag which goes are put out of service. */
function expectOff(model: Model, events: readonly Event[], tag: string): void {
  for (const [id, facts] of recordsOf(model, 'views')) {
    if (facts.tag !== tag || facts.off) continue
    expectEvents(events, [['view-deactivated', id]])
    facts.off = true
  }
}

const deleteTag = fc.tuple(nth, fc.boolean()).map(([n, bulk]) =>
  onTag(bulk ? 'bulk delete' : 'delete', n, async (model, desk, id, tag) => {
    const status = isKept(model, tag) ? 409 : 204
    const { events } = bulk
      ? await desk.call(status, 'DELETE', '/api/tags', { ids: [id] })
      : await desk.call(status, 'DELETE', `/api/tags/${id}`)
    if (status === 409) return
    expectEvents(events, [['tag-deleted', id]])
    expectOff(model, events, tag)
    forgetTag(model, id)
  }),
)

const mergeTags = fc.tuple(nth, nth).map(([n, m]) =>
  onTag(`merge tag ${m} into`, n, async (model, desk, target) => {
    const [source = 0, tag = ''] = pick(model.tags, m) ?? []
    const status = source === target ? 400 : isKept(model, tag) ? 409 : 202
    const { events } = await desk.call(status, 'PUT', `/api/tags/${target}/merge`, {
      source_tags_ids: [source],
    })
    if (status !== 202) return
    expectEvents(events, [
      ['tag-deleted', source],
      ['tag-merged', target],
    ])
    expectOff(model, events, tag)
    forgetTag(model, source, target)
  }),
)

export const tagSteps: readonly fc.Arbitrary<Step>[] = [createTag, renameTag, deleteTag, mergeTags]
