/** Where something begins and ends in a text. */
export interface Found {
  start: number
  end: number
}

interface Group extends Found {
  digits: string
}

// Groups of digits that at most three separators hold together; Markdown's own characters are among them, for it is
// read after the secrets are out.
const RUN = /\p{Nd}+(?:(?:[ \t\u00a0\u2000-\u200a\u202f\n.\-–—*_~\x60\\/]|&nbsp;){1,3}\p{Nd}+)*/gu

// Visa, Mastercard, American Express, Discover, JCB, Diners, UnionPay, Maestro, Mir.
const ISSUER =
  /^(?:4|5[0-8]|2(?:2(?:0[0-4]|2[1-9]|[3-9]\d)|[3-6]\d\d|7(?:[01]\d|20))|3(?:0[0-59]|[4-9])|6(?:011|[2-9]))/

/**
 * Card numbers: 13 to 19 digits with a valid check digit, in one piece or grouped as people group them.
 *
 * @param options issuersOnly: only numbers that begin as the big card issuers' do
 */
export function cardNumbers(text: string, options: { issuersOnly?: boolean } = {}): Found[] {
  return [...text.matchAll(RUN)].flatMap((run) => {
    const end = run.index + run[0].length
    // Glued to a letter it is more likely a parcel's number.
    const glued =
      /\p{L}$/u.test(text.slice(Math.max(0, run.index - 2), run.index)) ||
      /^\p{L}/u.test(text.slice(end, end + 2))
    const strict = options.issuersOnly === true || glued
    const groups = groupsOf(run[0], run.index)
    if (text[run.index - 1] === '+' && digitsIn(groups) <= LONGEST_PHONE) return []
    return cardsIn(groups, (digits) => isCard(digits) && (!strict || ISSUER.test(digits)))
  })
}

/** Behind a plus it is a telephone number; those of 15 digits are rarer than cards of 15. */
const LONGEST_PHONE = 14
const digitsIn = (groups: readonly Group[]): number =>
  groups.reduce((sum, { digits }) => sum + digits.length, 0)

const isCard = (digits: string) => digits.length >= 13 && digits.length <= 19 && passesLuhn(digits)

function cardsIn(groups: readonly Group[], isCard: (digits: string) => boolean): Found[] {
  const found: Found[] = []
  let first = 0
  while (first < groups.length) {
    const last = lastOfCard(groups, first, isCard)
    const start = groups[first]
    const end = last === undefined ? undefined : groups[last]
    if (last !== undefined && start && end) found.push({ start: start.start, end: end.end })
    first = (last ?? first) + 1
  }
  return found
}

/** The group with which a card that begins at `first` ends. Tiny groups count only if they are the whole run. */
function lastOfCard(
  groups: readonly Group[],
  first: number,
  isCard: (digits: string) => boolean,
): number | undefined {
  let digits = ''
  let grouped = true
  for (let last = first; last < groups.length && digits.length < 19; last++) {
    const group = groups[last]
    digits += group?.digits ?? ''
    grouped &&= (group?.digits.length ?? 0) >= 3
    const whole = first === 0 && last === groups.length - 1
    if ((grouped || whole) && isCard(digits)) return last
  }
  return undefined
}

function groupsOf(run: string, offset: number): Group[] {
  return [...run.matchAll(/\p{Nd}+/gu)].map((match) => ({
    digits: Array.from(match[0], digitOf).join(''),
    start: offset + match.index,
    end: offset + match.index + match[0].length,
  }))
}

/** Every script's digits lie in a row of ten that begins at a zero; full-width and Arabic digits count as digits. */
function digitOf(character: string): string {
  if (character >= '0' && character <= '9') return character
  const plain = character.normalize('NFKC')
  if (plain >= '0' && plain <= '9') return plain
  let zero = character.codePointAt(0) ?? 48
  let value = 0
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) {
    zero -= 1
    value += 1
  }
  return String(value)
}

function passesLuhn(digits: string): boolean {
  let sum = 0
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index])
    const doubled = index % 2 === 1 ? digit * 2 : digit
    sum += doubled > 9 ? doubled - 9 : doubled
  }
  return sum % 10 === 0 && /[1-9]/.test(digits)
}

const IBAN_START = /(?<![\p{L}\p{N}])[A-Za-z]{2}\d{2}(?:[ \u00a0-]?[A-Za-z0-9]){11,30}/gu

/** International bank account numbers whose check digits are right. */
export function ibans(text: string): Found[] {
  return [...text.matchAll(IBAN_START)].flatMap((match) => {
    const length = ibanLength(
      match[0],
      text.slice(match.index + match[0].length, match.index + match[0].length + 1),
    )
    return length === undefined ? [] : [{ start: match.index, end: match.index + length }]
  })
}

/** The longest part, ending where a word ends, that is an IBAN: words that follow may look like more of it. */
function ibanLength(candidate: string, next: string): number | undefined {
  for (let length = candidate.length; length >= 15; length--) {
    const after = candidate[length] ?? next
    if (/[A-Za-z0-9]/.test(after)) continue
    const compact = candidate.slice(0, length).replace(/[^A-Za-z0-9]/g, '')
    if (compact.length >= 15 && /[A-Za-z0-9]$/.test(candidate.slice(0, length)) && passesMod97(compact)) {
      return length
    }
  }
  return undefined
}

function passesMod97(compact: string): boolean {
  let rest = 0
  for (const character of compact.slice(4) + compact.slice(0, 4)) {
    const value = Number.parseInt(character, 36)
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97
  }
  return rest === 1
}

const SSN =
  /(?<![\p{L}\p{N}-])(?!000|666|9)\d{3}([- \u2010-\u2013])(?!00)\d{2}\1(?!0000)\d{4}(?![\p{L}\p{N}-])/gu
const NAMED_SSN = /(?:\bssn|social security(?: number| no\.?)?)[^\p{N}\n]{0,16}(\d{9})(?!\d)/giu

/** US social security numbers: with separators anywhere, without only behind their name. */
export function socialSecurityNumbers(text: string): Found[] {
  const written = [...text.matchAll(SSN)].map(({ index, 0: number }) => ({
    start: index,
    end: index + number.length,
  }))
  const named = [...text.matchAll(NAMED_SSN)].map(({ index, 0: whole }) => ({
    start: index + whole.length - 9,
    end: index + whole.length,
  }))
  return [...written, ...named].sort((a, b) => a.start - b.start)
}
