/** What the name of a header, a field or a parameter has in it if the value lets somebody in. */
const SECRET_WORDS =
  'secret|passw|token|api[-_ ]?key|private[-_]?key|access[-_]?key|authorization|cookie|credential'

const SECRET_NAME = new RegExp(SECRET_WORDS, 'i')

/** In a URL such short names are used as well: the code of OAuth, a signature. */
const SECRET_PARAMETER = new RegExp(`${SECRET_WORDS}|^(?:code|key|sig|signature|auth|jwt)$`, 'i')

export const REDACTED = '[redacted]'

const NAME = `[^"\\\\]{0,60}(?:${SECRET_WORDS})[^"\\\\]{0,60}`

/** A text in quotes, which may break off with the body; a number; a list of either. */
const TEXT = '"(?:[^"\\\\]|\\\\.)*(?:"|$)'
const FIELD = new RegExp(`("${NAME}"\\s*:\\s*)(?:${TEXT}|-?\\d[\\d.eE+-]*|\\[[^\\]{}]*(?:\\]|$))`, 'gi')

/** The same in JSON that is a text of other JSON. */
const INNER_FIELD = new RegExp(`(\\\\"${NAME}\\\\"\\s*:\\s*)\\\\"(?:[^"\\\\]|\\\\\\\\.)*(?:\\\\"|$)`, 'gi')

/** The credentials of an `Authorization` header, wherever they stand. */
const CREDENTIALS = /\b(Basic|Bearer) +[A-Za-z0-9+/._~-]{8,}=*/gi

/**
 * A text of JSON without the values of fields that are named as secrets, and without credentials: what a
 * journal shows. Works on what is no JSON as well.
 *
 * @example redactText('{"hmac_secret": "s3cret"}') // '{"hmac_secret": "[redacted]"}'
 */
export function redactText(text: string): string {
  const shown = text.replace(CREDENTIALS, `$1 ${REDACTED}`)
  // Most texts name no secret: one look spares them the search.
  if (!SECRET_NAME.test(shown)) return shown
  return shown.replace(FIELD, `$1"${REDACTED}"`).replace(INNER_FIELD, `$1\\"${REDACTED}\\"`)
}

/**
 * A path with its query string, without the values of parameters that are named as secrets.
 *
 * @example redactPath('/api/tickets?token=abc&limit=2') // '/api/tickets?token=[redacted]&limit=2'
 */
export function redactPath(path: string): string {
  const mark = path.indexOf('?')
  if (mark < 0) return path
  const parameters = path.slice(mark + 1).replace(/([^&=]+)=([^&]*)/g, (all, name: string) => {
    return SECRET_PARAMETER.test(decoded(name)) ? `${name}=${REDACTED}` : all
  })
  return path.slice(0, mark + 1) + parameters
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

/** A header's value as it may be shown: of credentials only the scheme. */
export function redactHeader(name: string, value: string): string {
  if (name === 'authorization') return `${/^(?:Basic|Bearer)\b/i.exec(value)?.[0] ?? ''} ${REDACTED}`.trim()
  return SECRET_NAME.test(name) ? REDACTED : value
}
