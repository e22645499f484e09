import type { DescribedRoute } from './describe.ts'
import type { Exchange, ExampleStage } from './stage.ts'

type Fields = Readonly<Record<string, unknown>>

/** An operation's example, and what the simulator answered to it. */
export interface PlayedExample extends Exchange {
  readonly path: Fields
  readonly query: Fields
  readonly body: unknown
}

/** By operationId: the example that was played, or in words why there is none. */
export type PlayedExamples = ReadonlyMap<string, PlayedExample | string>

function urlOf(url: string, path: Fields, query: Fields): string {
  const filled = url.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(path[name])))
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query)) {
    for (const one of [value].flat()) search.append(name, String(one))
  }
  return search.size === 0 ? filled : `${filled}?${search.toString()}`
}

interface File {
  readonly name: string
  readonly content_type: string
  readonly bytes: Uint8Array<ArrayBuffer>
}

interface Sent {
  readonly headers: { readonly 'content-type': string }
  readonly payload: Buffer | string
  /** The body as the document shows it. */
  readonly shown: unknown
}

/** Files as the parts of a form. */
async function asForm(files: readonly File[]): Promise<Sent> {
  const form = new FormData()
  for (const { name, content_type, bytes } of files)
    form.append(name, new Blob([bytes], { type: content_type }), name)
  const response = new Response(form)
  return {
    headers: { 'content-type': response.headers.get('content-type') ?? '' },
    payload: Buffer.from(await response.arrayBuffer()),
    shown: Object.fromEntries(files.map(({ name, bytes }) => [name, Buffer.from(bytes).toString()])),
  }
}

const asJson = (body: unknown): Sent => ({
  headers: { 'content-type': 'application/json' },
  payload: JSON.stringify(body),
  shown: body,
})

async function play(stage: ExampleStage, route: DescribedRoute): Promise<PlayedExample | string> {
  const { operationId, method, url, takesFiles, status, example } = route
  if (example === undefined) return `${operationId} has no example`
  const { world, apiKey } = stage.fresh()
  const call = world.transact({ kind: 'seed', id: operationId }, () =>
    example(world, { user_id: apiKey.user_id, context: world.uuid() }),
  )
  world.clock.runDue()
  const path = (call.path ?? {}) as Fields
  const query = (call.query ?? {}) as Fields
  const { shown, ...sent } =
    call.body === undefined
      ? { shown: undefined }
      : await (takesFiles ? asForm(call.body as File[]) : asJson(call.body))
  const answer = await stage.send({ method: method, url: urlOf(url, path, query), ...sent })
  if (answer.status === status) return { path, query, body: shown, ...answer }
  return `${operationId}: the example answers ${answer.status} instead of ${status}: ${answer.text.slice(0, 300)}`
}

/**
 * Plays the example of every operation, each on the demo account as it was at first: what the document shows
 * has happened. An example that fails is told and left out.
 */
export async function playExamples(
  stage: ExampleStage,
  routes: readonly DescribedRoute[],
): Promise<PlayedExamples> {
  const played = new Map<string, PlayedExample | string>()
  for (const route of routes) {
    try {
      played.set(route.operationId, await play(stage, route))
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      played.set(route.operationId, `${route.operationId}: the example cannot be set up: ${why}`)
    }
  }
  return played
}
