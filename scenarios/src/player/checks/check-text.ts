import type { Path } from '../../format/positions.ts'
import { quoted } from './finding.ts'
import type { Finding } from './finding.ts'

export interface TextExpectation {
  readonly text_contains?: string | readonly string[]
  readonly text_lacks?: string | readonly string[]
}

/**
 * A fragment is there if the text or the HTML shows it, and missing if neither does. White space does not
 * count, so that a line break of the layout is no difference.
 */
export function checkText(
  expected: TextExpectation,
  path: Path,
  what: string,
  body: { readonly text: string | null; readonly html: string | null },
): Finding[] {
  const forms = [body.text ?? '', visibleText(body.html ?? ''), body.html ?? ''].map(squeeze)
  const shows = (fragment: string) => forms.some((form) => form.includes(squeeze(fragment)))
  const fragments = (key: keyof TextExpectation) => [expected[key] ?? []].flat()
  return [
    ...fragments('text_contains')
      .filter((fragment) => !shows(fragment))
      .map((fragment) => ({
        path: [...path, 'text_contains'],
        message: `expected ${what} to hold ${quoted(fragment)}; it reads ${quoted(body.text ?? body.html)}`,
      })),
    ...fragments('text_lacks')
      .filter(shows)
      .map((fragment) => ({
        path: [...path, 'text_lacks'],
        message: `expected ${what} not to hold ${quoted(fragment)}, but it does`,
      })),
  ]
}

const squeeze = (text: string): string => text.replaceAll(/\s+/g, ' ').trim()

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  '#39': "'",
  nbsp: ' ',
}

/** What a reader sees of HTML, near enough to look for words in it; never shown to anybody. */
const visibleText = (html: string): string =>
  html
    .replaceAll(/<(?:br|\/p|\/div|\/li|\/tr|\/td|\/h\d)[^>]*>/gi, ' ')
    .replaceAll(/<[^>]*>/g, '')
    .replaceAll(/&(amp|lt|gt|quot|#39|nbsp);/g, (_, name: string) => ENTITIES[name] ?? '')
