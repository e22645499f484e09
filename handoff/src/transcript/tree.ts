/**
 * The document between a conversation and its two bodies: HTML and text are written from this one tree, so they
 * hold the same words. Leaves are cleaned, redacted and harmless; nothing in a tree is HTML or Markdown.
 */

/** A piece of a line. */
export type Inline =
  | { type: 'text'; text: string }
  | { type: 'strong' | 'em'; children: readonly Inline[] }
  | { type: 'code'; text: string }
  | { type: 'break' }
  /** `href` passed {@link safeHref}; `host` is set where the words do not show where the link leads. */
  | { type: 'link'; href: string; host?: string; children: readonly Inline[] }

export interface Cell {
  children: readonly Inline[]
  /** Numbers stand right. */
  right?: boolean
}

/** Something that begins on its own line. */
export type Block =
  | { type: 'paragraph'; children: readonly Inline[]; quiet?: boolean }
  /** Blanks and line breaks count. */
  | { type: 'preformatted'; text: string }
  | { type: 'list'; ordered: boolean; start: number; items: readonly (readonly Block[])[] }
  | { type: 'table'; caption?: string; head: readonly Cell[]; rows: readonly (readonly Cell[])[] }
  /** Labels with values, one a line. */
  | { type: 'facts'; rows: readonly { label: string; value: readonly Inline[] }[] }
  | { type: 'image'; src: string; alt: string }
  /** A bold line and what belongs under it. */
  | { type: 'section'; title: string; children: readonly Block[] }
  /** Said by us, not by anybody in the conversation. */
  | { type: 'notice'; children: readonly Inline[] }
  /** Belongs together, with a frame around it. */
  | { type: 'card'; children: readonly Block[] }

export type Role = 'customer' | 'ai' | 'agent' | 'system' | 'third_party' | 'automation'

/** What one participant contributed at one moment. */
export interface Turn {
  type: 'turn'
  role: Role
  /** Name and role in words, e.g. `Dana Ruiz (Customer)`. */
  who: string
  /** Another channel than the conversation's, in words. */
  via?: string
  /** For the HTML: `14:03 UTC+1`, with the date where it is not the date of the turn above. */
  time: string
  date?: string
  /** For the text: `2025-11-22 14:03 UTC+01:00`. */
  stamp: string
  lang?: string
  children: readonly Block[]
}

export interface Document {
  title: string
  intro: readonly Block[]
  body: readonly (Turn | Block)[]
}

export const text = (words: string): Inline => ({ type: 'text', text: words })
export const strong = (words: string): Inline => ({ type: 'strong', children: [text(words)] })
export const paragraph = (...children: readonly Inline[]): Block => ({ type: 'paragraph', children })
export const notice = (words: string): Block => ({ type: 'notice', children: [text(words)] })
