/** A JSON value, or the place where the text stops being JSON. */
export type JsonText =
  { ok: true; value: unknown } | { ok: false; line: number; column: number; message: string }

/**
 * Parses JSON and says where it breaks: line and column count from 1, the column in UTF-16 units.
 * The message names what was expected and quotes nothing of the text, which may be a customer's.
 *
 * @example
 * readJson('{"a": 1,}')   // { ok: false, line: 1, column: 9, message: 'expected a key in double quotes' }
 */
export function readJson(text: string): JsonText {
  const json = text.startsWith('\uFEFF') ? text.slice(1) : text
  try {
    return { ok: true, value: JSON.parse(json) }
  } catch {
    const { at, expected } = findBreak(json)
    const before = json.slice(0, at)
    const line = before.split('\n').length
    const column = at - before.lastIndexOf('\n')
    const message = at >= json.length ? `the text ends too early: ${expected}` : expected
    return { ok: false, line, column, message }
  }
}

type Expecting = 'value' | 'value or ]' | 'key' | 'key or }' | ':' | ', or end'

const WORDS: Record<Expecting, string> = {
  value: 'expected a value',
  'value or ]': 'expected a value or "]"',
  key: 'expected a key in double quotes',
  'key or }': 'expected a key in double quotes or "}"',
  ':': 'expected ":"',
  ', or end': 'expected "," or the end of the list or object',
}

/** Walks the tokens of a text that is known to be broken. The parser of the platform names no position. */
function findBreak(json: string): { at: number; expected: string } {
  const closers: string[] = []
  let expecting: Expecting = 'value'
  let at = 0
  for (;;) {
    at += /^[ \t\r\n]*/.exec(json.slice(at, at + 4096))?.[0].length ?? 0
    if (/^[ \t\r\n]/.test(json.slice(at, at + 1))) continue
    const char = json[at]
    const closer = closers.at(-1)
    const closes = char !== undefined && char === closer && expecting !== 'value' && expecting !== 'key'
    if (char === undefined) return { at, expected: WORDS[expecting] }
    if (closes && expecting !== ':') {
      closers.pop()
      at += 1
      expecting = ', or end'
    } else if (expecting === ', or end') {
      if (closer === undefined) return { at, expected: 'expected nothing after the value' }
      if (char !== ',') return { at, expected: `expected "," or "${closer}"` }
      at += 1
      expecting = closer === '}' ? 'key' : 'value'
    } else if (expecting === ':') {
      if (char !== ':') return { at, expected: WORDS[expecting] }
      at += 1
      expecting = 'value'
    } else if (expecting === 'key' || expecting === 'key or }') {
      if (char !== '"') return { at, expected: WORDS[expecting] }
      const end = stringEnd(json, at)
      if (!end.ok) return end
      at = end.at
      expecting = ':'
    } else if (char === '{' || char === '[') {
      closers.push(char === '{' ? '}' : ']')
      at += 1
      expecting = char === '{' ? 'key or }' : 'value or ]'
    } else {
      const end = char === '"' ? stringEnd(json, at) : scalarEnd(json, at, WORDS[expecting])
      if (!end.ok) return end
      at = end.at
      expecting = ', or end'
    }
  }
}

type End = { ok: true; at: number } | { ok: false; at: number; expected: string }

function scalarEnd(json: string, start: number, expected: string): End {
  const token = /^(?:true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)/.exec(
    json.slice(start, start + 400),
  )
  return token ? { ok: true, at: start + token[0].length } : { ok: false, at: start, expected }
}

function stringEnd(json: string, start: number): End {
  for (let at = start + 1; at < json.length; at += 1) {
    const char = json.charAt(at)
    if (char === '"') return { ok: true, at: at + 1 }
    if (char < ' ')
      return { ok: false, at, expected: 'expected no line break or control character in a string' }
    if (char === '\\') {
      const escape = /^\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/.exec(json.slice(at, at + 6))
      if (!escape) return { ok: false, at, expected: 'expected an escape such as \\n or \\u00e9' }
      at += escape[0].length - 1
    }
  }
  return { ok: false, at: json.length, expected: 'expected the end of a string' }
}
