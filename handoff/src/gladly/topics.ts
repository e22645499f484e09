import type { Topic } from '../model/conversation.ts'
import type { Json } from './fields.ts'
import { field, line, list, longest, record, shortId, texts, upTo, words } from './fields.ts'

/**
 * The conversation's topics with their names. Conversations carry ids only, names are not unique, so the way from
 * the top of the tree is kept as well. An id that the list does not know is left out: an id says nothing to people.
 */
export function topicsOf(conversation: Json, contents: readonly Json[], all: unknown): Topic[] {
  const known = new Map(list(all).map((topic) => [words(record(topic), 'id'), record(topic)]))
  const named = topicIds(conversation, contents).flatMap((id): Topic[] => {
    const way = wayTo(id, known)
    const name = way.at(-1)
    const path = way.length > 1 ? upTo(longest.line, way.join(' › ')) : undefined
    return name === undefined ? [] : [{ id, name, ...(path === undefined ? {} : { path }) }]
  })
  return named.slice(0, MOST)
}

/** As many as a request may have. */
const MOST = 500

function topicIds(conversation: Json, contents: readonly Json[]): string[] {
  const own = field(conversation, 'topicIds') ?? field(conversation, 'topicIDs')
  const ids = own === undefined || own === null ? fromChanges(contents) : texts(own)
  return [...new Set(ids)].filter((id) => shortId({ id }, 'id') !== undefined)
}

/** Without a list of its own, a conversation has the topics that were added and not taken away again. */
function fromChanges(contents: readonly Json[]): string[] {
  const ids = new Set<string>()
  for (const content of contents) {
    if (words(content, 'type') !== 'TOPIC_CHANGE') continue
    for (const id of texts(field(content, 'addedTopicIds'))) ids.add(id)
    for (const id of texts(field(content, 'removedTopicIds'))) ids.delete(id)
  }
  return [...ids]
}

function wayTo(id: string, known: ReadonlyMap<string | undefined, Json>): string[] {
  const way: string[] = []
  const seen = new Set<string>() // a tree that bites its tail ends here
  let next: string | undefined = id
  while (next !== undefined && !seen.has(next)) {
    seen.add(next)
    const topic: Json = known.get(next) ?? {}
    const name = line(topic, 'name')
    if (name !== undefined) way.unshift(name)
    else if (next === id) return []
    next = words(topic, 'parentId')
  }
  return way
}
