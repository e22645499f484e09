/** What a word of a name ends with if the value lets somebody in. */
const SECRET_WORD = /^passw|(?:secret|password|passphrase|token|apikey|authorization|cookie|credential)$/

/** The same as a list at the end of a name: `cookies`, but not `tokens_used`. */
const SECRET_WORDS = /(?:secret|password|token|apikey|cookie|credential)s$/

const EXACT_WORDS = new Set(['pwd', 'otp', 'totp', 'jwt', 'auth'])
const KEY_OWNERS = new Set(['api', 'private', 'access', 'secret', 'signing', 'encryption', 'license'])

/** `X-API-Key`, `apiKey` and `api_key` are the words `api` and `key`. */
const wordsOf = (name: string): readonly string[] =>
  name
    .replace(/([a-z])([A-Z])|([A-Z])([A-Z][a-z])/g, '$1$3 $2$4')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '')

const isSecret = (words: readonly string[]): boolean =>
  words.some(
    (word, i) =>
      EXACT_WORDS.has(word) ||
      SECRET_WORD.test(word) ||
      (i === words.length - 1 && SECRET_WORDS.test(word)) ||
      ((word === 'key' || word === 'keys') && KEY_OWNERS.has(words[i - 1] ?? '')),
  )

/** A signature of a call, and not the one below an e-mail (`stripped_signature`). */
const isSignature = (words: readonly string[]): boolean =>
  words.at(-1) === 'signature' &&
  (words.length === 1 || /^(?:x|hmac|hub|webhook|request)$/.test(words[0] ?? ''))

/** Most names come again and again. */
function remembered(judge: (name: string) => boolean): (name: string) => boolean {
  const known = new Map<string, boolean>()
  return (name) => {
    const before = known.get(name)
    if (before !== undefined) return before
    if (known.size >= 5_000) known.clear()
    const is = judge(name)
    known.set(name, is)
    return is
  }
}

/**
 * Whether what stands under a name lets somebody in: the one list for what is shown, and for what is exported.
 *
 * @example isSecretField('refreshToken') // true; 'secretary_name' and 'tokens_used' are none
 */
export const isSecretField = remembered((name) => {
  const words = wordsOf(name)
  return isSecret(words) || isSignature(words)
})

/** The same of a header. An idempotency key opens nothing. */
export const isSecretHeader = remembered((name) => {
  const words = wordsOf(name)
  const last = words.at(-1) ?? ''
  return (
    isSecret(words) ||
    words.includes('signature') ||
    words.includes('session') ||
    last === 'sig' ||
    (last === 'key' && !words.includes('idempotency'))
  )
})

/** The same of a parameter, where short names are used as well: the code of OAuth, a signature. */
export const isSecretParameter = remembered((name) => isSecretHeader(name) || name.toLowerCase() === 'code')
