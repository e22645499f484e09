import type { RedactionKind } from '../model/config.ts'
import { cardNumbers, ibans, socialSecurityNumbers } from './secret-numbers.ts'
import type { Found } from './secret-numbers.ts'

const CONNECTOR = String.raw`(?:\s*(?:[:=]|->|→)\s*|\s+(?:is|was|are|ist|lautet|war|est|es|era|è|é)\s*:?\s+)`
const PASSWORD_WORD =
  'passwords?|passwort|passwörter|passwd|pwd|pass[ -]?(?:phrase|code|word)|kennwort|losungswort|mot de passe|contraseña|senha|wachtwoord|lösenord|hasło'
const PIN_WORD = String.raw`pin(?:[ -]?(?:code|number|nummer|no\.?))?|otp|tan|one[- ]time (?:code|password|pin|passcode)|verification code|(?:login|access) code`
const CVV_WORD = String.raw`cvv2?|cvc2?|cvn|csc|card verification(?: (?:code|value|number))?|card (?:security )?code|security code|sicherheitscode|prüfziffer|kartenprüfnummer|code de sécurité|código de seguridad`

// "my password is not working" tells no password.
const NO_PASSWORD =
  'not|no|wrong|incorrect|invalid|expired|correct|right|reset|required|needed|too|the|being|still|never|always|also|already|for|and|or|to|nicht|falsch|ungültig|abgelaufen|incorrecte?|expiré|changed?|missing|lost|forgotten|empty|blocked|locked|case[- ]sensitive|at|longer|shorter|must|link|change|e?mail|again|about|after|before|since|on|in|by|with|within|until|of|from|via|protected'

const word = (words: string) => String.raw`(?<![\p{L}\p{N}_])(?:${words})(?![\p{L}\p{N}_])`
// Markdown's emphasis and quotation marks around the secret, or closed before it.
const EMPHASIS = String.raw`[*_\x60"“„«'‘]{0,3}[ \t]{0,2}`

const CUES: readonly { kind: RedactionKind; mark: string; pattern: RegExp }[] = [
  {
    kind: 'cards', // a code belongs to its card
    mark: '[security code removed]',
    pattern: new RegExp(String.raw`(${word(CVV_WORD)}[^\p{N}\n]{0,24}?)(\p{Nd}{3,4})(?!\p{Nd})`, 'giu'),
  },
  {
    kind: 'passwords',
    mark: '[PIN removed]',
    pattern: new RegExp(
      String.raw`(${word(PIN_WORD)}[^\p{N}\n]{0,16}?)(\p{Nd}{4,10}|\p{Nd}(?:[ -]\p{Nd}){3,9})(?![\p{L}\p{N}])`,
      'giu',
    ),
  },
  {
    kind: 'passwords',
    mark: '[password removed]', // in quotes, perhaps several words
    pattern: new RegExp(
      String.raw`(${word(PASSWORD_WORD)}[*_]{0,3}${CONNECTOR}[*_]{0,3})(["“„«'‘\x60][^"”“»'’\x60\n]{1,200}["”“»'’\x60])`,
      'giu',
    ),
  },
  {
    kind: 'passwords',
    mark: '[password removed]', // after "is", ":", "="; a second token only if it holds a digit
    pattern: new RegExp(
      String.raw`(${word(PASSWORD_WORD)}[*_]{0,3}${CONNECTOR}${EMPHASIS})(?!\[password|[*_])(?!(?:${NO_PASSWORD})(?![\p{L}\p{N}]))(\S{1,200}?(?: \S{0,100}\p{Nd}\S{0,100}?)?)(?=[*_\x60]*(?:\s|$))`,
      'giu',
    ),
  },
  {
    kind: 'passwords',
    mark: '[password removed]', // right behind the word: only what holds a digit
    pattern: new RegExp(
      String.raw`(${word(PASSWORD_WORD)}[ \t]+${EMPHASIS})(?!\[password|[*_])(?!(?:${NO_PASSWORD})(?![\p{L}\p{N}]))((?:\p{L}{1,40} )?\S{0,100}\p{Nd}\S{0,100}?)(?=[*_\x60]*(?:\s|$))`,
      'giu',
    ),
  },
]

/** What is masked unless an organisation says less. Card numbers and their security codes always are. */
export const ALL_KINDS: readonly RedactionKind[] = ['cards', 'passwords', 'iban', 'ssn']

const MARKS = /(\[(?:security code|PIN|password|IBAN|card number|SSN|secret) removed\])/

/**
 * Takes secrets out of a text and leaves a mark where each was: card numbers (by check digit) with their security
 * codes, IBANs (by check digits), US social security numbers, and what follows a word such as "PIN" or "password".
 * A masked text stays as it is when it is masked again.
 *
 * @param text cleaned text (see {@link clean}); hidden characters inside a number would hide the number
 * @param kinds what to mask; card numbers are masked whether it names them or not
 * @example redact('card 4111 1111 1111 1111, cvv 123') // card [card number removed], cvv [security code removed]
 */
export function redact(text: string, kinds: readonly RedactionKind[] = ALL_KINDS): string {
  // What a removal leaves on either side may be a secret by itself, so until nothing more is found.
  for (let before = text; ;) {
    const after = withoutSecrets(before, kinds)
    if (after === before) return after
    before = after
  }
}

/**
 * Numbers before what follows a cue: a password of two words would tear the number behind it apart.
 * Marks are walls for cues, or the words of one would be taken for a cue of what follows it.
 */
function withoutSecrets(text: string, kinds: readonly RedactionKind[]): string {
  const rest = NINE_DIGITS.test(text) ? withoutNumbers(text, kinds) : text
  return asksForSecret(rest)
    ? rest
        .split(MARKS)
        .map((part) => withoutCued(part, kinds))
        .join('')
    : rest
}

function withoutNumbers(text: string, kinds: readonly RedactionKind[]): string {
  let result = text
  if (kinds.includes('iban')) result = replaceAll(result, ibans(result), '[IBAN removed]')
  result = replaceAll(result, cardNumbers(result), '[card number removed]')
  return kinds.includes('ssn') ? replaceAll(result, socialSecurityNumbers(result), '[SSN removed]') : result
}

const withoutCued = (text: string, kinds: readonly RedactionKind[]): string =>
  CUES.filter(({ kind }) => kind === 'cards' || kinds.includes(kind)).reduce(
    (rest, { mark, pattern }) => rest.replace(pattern, (_, cue: string) => `${cue}${mark}`),
    text,
  )

/** No number that is looked for has fewer digits, or more characters between them than this. */
const NINE_DIGITS = /\p{Nd}(?:[^\p{Nd}]{0,20}\p{Nd}){8}/u

/**
 * A reference that a shop's system made (an order or tracking number). One in ten such numbers has a card's check
 * digit by chance, so here only what also begins like a card is taken out.
 */
export function redactReference(text: string): string {
  return replaceAll(text, cardNumbers(text, { issuersOnly: true }), '[card number removed]')
}

const ASKS_FOR_CARD = new RegExp(word(CVV_WORD), 'iu')
const ASKS = new RegExp(word(`${PASSWORD_WORD}|${PIN_WORD}|${CVV_WORD}`), 'iu')

/** Whether a text asks for a secret, so that a bare word in the answer is one. */
export const asksForSecret = (text: string, kinds: readonly RedactionKind[] = ALL_KINDS): boolean =>
  (kinds.includes('passwords') ? ASKS : ASKS_FOR_CARD).test(text)

/** The answer to a question for a secret: in a message of a few words, those that hold a digit are the secret. */
export function redactAnswer(text: string): string {
  if (text.length > 300 || text.trim().split(/\s+/u).length > 6) return text
  return text.replace(/(?<!\S)(?!\[)\S*\p{Nd}\S*/gu, '[secret removed]')
}

function replaceAll(text: string, found: readonly Found[], mark: string): string {
  let result = ''
  let from = 0
  for (const { start, end } of found) {
    result += text.slice(from, start) + mark
    from = end
  }
  return result + text.slice(from)
}
