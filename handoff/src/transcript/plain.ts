import { guardQuotes } from './quote-guard.ts'
import type { Block, Inline } from './tree.ts'
import { paragraph, text } from './tree.ts'

/** Plain text as paragraphs; line breaks stay, an empty line ends a paragraph. */
export function plainBlocks(words: string): Block[] {
  return guardQuotes(words)
    .split(/\n[^\S\n]*\n\s*/u)
    .filter((part) => part.trim() !== '')
    .map((part) => paragraph(...lines(part)))
}

/** Text with its line breaks as nodes. */
export function lines(words: string): Inline[] {
  return words
    .replace(/^\n+|\n+$/g, '')
    .split('\n')
    .flatMap((line, index): Inline[] => [
      ...(index === 0 ? [] : [{ type: 'break' } as const]),
      ...(line === '' ? [] : [text(line)]),
    ])
}
