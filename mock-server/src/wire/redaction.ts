import { isSecretField, isSecretHeader, isSecretParameter } from './secret-names.ts'

export const REDACTED = '[redacted]'

/** The credentials of an `Authorization` header, wherever they stand. */
const CREDENTIALS = /\b(Basic|Bearer) +[A-Za-z0-9+/._~-]{8,}=*/gi

/** Who calls, in front of the host of a URL. */
const USER_INFO = /(:\/\/)[^\s/?#"'<>\\@]{1,500}@/g

/** A parameter of a URL or of a form, wherever it stands. */
const PARAMETER = /(^|[?&;]|\\u0026)([A-Za-z0-9_.%~[\]-]{1,100})=([^&;\s"'<>\\#]+)/g

/** The name of a field; in JSON that is a text of other JSON, the quotes have backslashes in front. */
const FIELD_NAME = /(\\{0,15})"([^"\\]{1,100})\1"\s{0,20}:(?:\s|\\{1,7}[nrt]){0,20}/g

/** In a text without any of these nothing is hidden. */
const HINT =
  /secret|passw|pass_?phrase|pwd|token|key|auth|cookie|credential|session|signature|otp|jwt|[?&;]|:\/\//i

/** URLs in parameters of URLs: so deep they are read, and no deeper. */
const MOST_LEVELS = 3

/**
 * A text of JSON without the values of fields that are named as secrets, and without credentials: what a
 * journal shows. Works on what is no JSON as well, and on JSON that breaks off.
 *
 * @example redactText('{"hmac_secret": "s3cret"}') // '{"hmac_secret": "[redacted]"}'
 */
export function redactText(text: string): string {
  const shown = text.replace(CREDENTIALS, `$1 ${REDACTED}`)
  // Many texts hide nothing: one look spares them the search.
  if (!HINT.test(shown) && !/^\w{1,100}=/.test(shown)) return shown
  return redactFields(redactUrl(shown))
}

/**
 * A URL, a path or a text with some of them, without user and password in front of a host and without the values
 * of parameters that are named as secrets.
 *
 * @param mark what stands in the place of a secret
 * @example redactUrl('https://u:p@shop.example/x?token=abc&n=2') // 'https://[redacted]@shop.example/x?token=[redacted]&n=2'
 */
export function redactUrl(text: string, mark = REDACTED, level = 1): string {
  return text
    .replace(USER_INFO, mark === '' ? '$1' : `$1${mark}@`)
    .replace(PARAMETER, (all, before: string, name: string, value: string) => {
      if (isSecretParameter(decoded(name))) return `${before}${name}=${mark}`
      if (level >= MOST_LEVELS || !value.includes('%')) return all
      const inner = decoded(value)
      const shown = redactUrl(inner, mark, level + 1)
      return shown === inner ? all : `${before}${name}=${encodeURIComponent(shown)}`
    })
}

/** The path of a call as it may be shown. */
export const redactPath = (path: string): string => redactUrl(path)

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** A header's value as it may be shown: of credentials only the scheme. */
export function redactHeader(name: string, value: string): string {
  if (name === 'authorization') return `${/^(?:Basic|Bearer)\b/i.exec(value)?.[0] ?? ''} ${REDACTED}`.trim()
  return isSecretHeader(name) ? REDACTED : redactText(value)
}

function redactFields(text: string): string {
  let shown = ''
  let done = 0
  FIELD_NAME.lastIndex = 0
  for (let found = FIELD_NAME.exec(text); found !== null; found = FIELD_NAME.exec(text)) {
    const [, quoting = '', name = ''] = found
    if (!isSecretField(name)) {
      // What looks like a name may be the end of a value: its closing quote may open the next name.
      FIELD_NAME.lastIndex = found.index + quoting.length + 1
      continue
    }
    const start = found.index + found[0].length
    const end = endOfValue(text, start, quoting.length)
    if (!/^(?:null|true|false)$/.test(text.slice(start, end)) && end > start) {
      shown += `${text.slice(done, start)}${quoting}"${REDACTED}${quoting}"`
      done = end
    }
    FIELD_NAME.lastIndex = end
  }
  return done === 0 ? text : shown + text.slice(done)
}

/** Where a value of JSON ends, or the text with it; `quoting` backslashes stand in front of its quotes. */
function endOfValue(text: string, start: number, quoting: number): number {
  let open = 0
  for (let at = start; at < text.length; at++) {
    const char = text[at] ?? ''
    if (char === '"' && quoting > 0) return at
    if (char === '"' || char === '\\') {
      // Nothing but a line break between the parts of JSON.
      if (text[at + quoting] !== '"') continue
      at = endOfString(text, at, quoting)
      if (open === 0) return at
      at--
    } else if (char === '[' || char === '{') open++
    else if (char === ']' || char === '}') {
      if (open === 0) return at
      if (--open === 0) return at + 1
    } else if (open === 0 && /[,\s]/.test(char)) return at
  }
  return text.length
}

/** Where a text in quotes ends, and where the text around it does. */
function endOfString(text: string, start: number, quoting: number): number {
  let backslashes = 0
  for (let at = start + quoting + 1; at < text.length; at++) {
    if (text[at] === '\\') {
      backslashes++
      continue
    }
    if (text[at] === '"') {
      if (backslashes < quoting) return at - backslashes
      if (closes(backslashes, quoting)) return at + 1
    }
    backslashes = 0
  }
  return text.length
}

/** Whether a quote with so many backslashes in front ends a text: of `\\"`, they are two of the text's own. */
function closes(backslashes: number, quoting: number): boolean {
  let rest = backslashes
  for (let level = quoting; level > 0; level = (level - 1) / 2) {
    if (rest % 2 === 0) return true
    rest = (rest - 1) / 2
  }
  return rest % 2 === 0
}
