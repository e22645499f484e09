import { createHmac } from 'node:crypto'
import type { HttpSettings, Json } from '../model/entities.ts'
import type { OutgoingRequest } from '../model/deliveries.ts'
import { renderTemplate } from '../templates/templates.ts'
import type { ReadTemplateVariable } from '../templates/templates.ts'

/** Signs a call's body with the secret of its integration. */
export const SIGNATURE_HEADER = 'x-gorgias-signature'

/** Why no request can be put together, as a sentence that names the setting. */
export class UnusableRequest extends Error {
  override readonly name = 'UnusableRequest'
}

/** Most characters of all texts of one request together. */
const MAX_LENGTH = 256 * 1024
/** More than any server takes. */
const MAX_URL = 16 * 1024

/** Without a body; their `form` is query parameters (documented for GET, inferred for HEAD). */
const BODILESS = new Set(['GET', 'HEAD'])

/** What the connection itself says: a template has no say in it. */
const OWN_HEADERS = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Fills in the variables of texts, as long as there is room for what comes of it. */
type Render = (text: string) => string

function rendererOf(read: ReadTemplateVariable): Render {
  let room = MAX_LENGTH
  return (text) => {
    // One character more than there is room for: what was cut would be taken for the whole.
    const rendered = renderTemplate(text, read, { maxValueLength: room + 1 })
    room -= rendered.length
    if (room < 0) throw new UnusableRequest(`The request is longer than ${MAX_LENGTH} characters.`)
    return rendered
  }
}

const VARIABLES = /\{\{[^{}]*\}\}/g

/** Fills in the variables one by one, each value written as its place asks for. */
const renderEach = (text: string, render: Render, write: (value: string) => string): string =>
  text.replace(VARIABLES, (variable) => {
    const value = render(variable)
    // Braces that hold no variable stay as they are.
    return value === variable ? variable : write(value)
  })

/** A half of a character, which no URL can hold, becomes the sign for an unreadable one. */
const encode = (value: string): string => encodeURIComponent(value.toWellFormed())

/** Fills in all texts of a JSON value, wherever they stand: what they hold cannot change what is around them. */
function renderJson(value: Json, render: Render): Json {
  if (typeof value === 'string') return render(value)
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((item: Json) => renderJson(item, render))
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, renderJson(inner, render)]))
}

const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?$/

/**
 * Fills in JSON that was given as a text. A variable within quotes stays within them, whatever it holds; one
 * that stands alone becomes a number, a truth value or a text in quotes of its own.
 */
function renderJsonText(text: string, render: Render): string {
  const literal = (value: string) =>
    NUMBER.test(value) || value === 'true' || value === 'false' ? value : JSON.stringify(value)
  const rendered = text.replace(/"(?:[^"\\]|\\.)*"|\{\{[^{}]*\}\}/gs, (token) => {
    if (token.startsWith('{{')) return renderEach(token, render, literal)
    try {
      return JSON.stringify(render(JSON.parse(token) as string))
    } catch (error) {
      if (error instanceof UnusableRequest) throw error
      return token
    }
  })
  try {
    JSON.parse(rendered)
  } catch {
    throw new UnusableRequest('http.form: the text is no JSON once its variables are filled in.')
  }
  return rendered
}

const isObject = (form: Json): form is Readonly<Record<string, Json>> =>
  typeof form === 'object' && form !== null && !Array.isArray(form)

const show = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))

/** Names and values as `name=value&...`; what is nested is written as JSON (inferred). */
function renderPairs(form: Json, render: Render): string {
  if (typeof form === 'string') return renderEach(form, render, encode)
  if (!isObject(form)) return ''
  return Object.entries(form)
    .map(([name, value]) => `${encode(name)}=${encode(show(renderJson(value, render)))}`)
    .join('&')
}

function bodyOf({ form, request_content_type }: HttpSettings, render: Render): string {
  if (form === null) return ''
  if (request_content_type !== 'application/json') return renderPairs(form, render)
  return typeof form === 'string' ? renderJsonText(form, render) : JSON.stringify(renderJson(form, render))
}

function urlOf(http: HttpSettings, render: Render): string {
  const rendered = renderEach(http.url, render, encode)
  const query = BODILESS.has(http.method) && http.form !== null ? renderPairs(http.form, render) : ''
  if (!URL.canParse(rendered))
    throw new UnusableRequest('http.url: it is no URL once its variables are filled in.')
  const url = new URL(rendered)
  if (query !== '') url.search = url.search === '' ? query : `${url.search}&${query}`
  url.hash = ''
  if (url.href.length > MAX_URL)
    throw new UnusableRequest(
      `http.url: it is longer than ${MAX_URL} characters once its variables are filled in.`,
    )
  return url.href
}

/** A header's value is one line. */
const headerValue = (value: string): string => value.replace(/\p{Cc}+/gu, ' ').trim()

function headersOf(http: HttpSettings, body: string | null, render: Render): Record<string, string> {
  const given = Object.entries(http.headers)
    .map(([name, value]) => [name.toLowerCase(), headerValue(render(show(value)))] as const)
    .filter(([name]) => !OWN_HEADERS.has(name))
  return {
    accept: http.response_content_type,
    'user-agent': 'Gorgias (simulated)',
    ...(body !== null && { 'content-type': http.request_content_type }),
    ...Object.fromEntries(given),
    // Inferred, and weak: that calls are signed is documented, under which name and how is not.
    ...(http.hmac_secret !== null && {
      [SIGNATURE_HEADER]: createHmac('sha256', http.hmac_secret)
        .update(body ?? '')
        .digest('hex'),
    }),
  }
}

/**
 * The call of an HTTP integration about one ticket: URL, headers and form with their variables filled in.
 * Values are data wherever they stand: percent-encoded in the URL, one line in a header, whole texts in JSON.
 *
 * @throws UnusableRequest where nothing that can be sent comes of the settings
 * @example
 * requestOf(integration.http, textReaderFor(world, { ticket }))
 */
export function requestOf(http: HttpSettings, read: ReadTemplateVariable): OutgoingRequest {
  const render = rendererOf(read)
  const url = urlOf(http, render)
  const body = BODILESS.has(http.method) ? null : bodyOf(http, render)
  return { method: http.method, url, headers: headersOf(http, body, render), body }
}
