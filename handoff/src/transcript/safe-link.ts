import { cleanLine } from './clean.ts'
import { wordsOf } from './inline-words.ts'
import type { Inline } from './tree.ts'
import { text } from './tree.ts'

const SCHEMES = new Set(['https:', 'http:', 'mailto:', 'tel:'])

/** The address if it is one that may be clicked: https, http, mailto or tel, without a user name. */
export function safeHref(address: string): URL | undefined {
  const written = cleanLine(address)
  const url = /\s/.test(written) || written.length > 2000 ? null : URL.parse(written)
  const decoy = url?.username !== '' || url.password !== ''
  return url && SCHEMES.has(url.protocol) && !decoy ? url : undefined
}

/** The address of a picture that may be shown. */
export function safeImage(address: string | undefined): string | undefined {
  const url = address === undefined ? undefined : safeHref(address)
  return url?.protocol === 'https:' ? url.href : undefined
}

/**
 * Words that lead somewhere. Where they do not say where, the host is shown behind them;
 * where the address is not safe, the words remain.
 */
export function link(children: readonly Inline[], address: string | undefined): readonly Inline[] {
  const url = address === undefined ? undefined : safeHref(address)
  if (!url) return children
  const words = wordsOf(children).trim()
  const shown: readonly Inline[] = words === '' ? [text(url.href)] : children
  const host = url.host === '' ? decodeSafely(url.pathname) : url.host
  return [{ type: 'link', href: url.href, ...(tells(words, url) ? {} : { host }), children: shown }]
}

/** Whether the words are the address itself, give or take scheme and final slash. */
function tells(words: string, url: URL): boolean {
  const bare = (address: string) => address.replace(/^[a-z]+:(?:\/\/)?/i, '').replace(/\/$/, '')
  if (words === '' || bare(words) === bare(url.href)) return true
  return url.host === '' && words === decodeSafely(url.pathname)
}

function decodeSafely(path: string): string {
  try {
    return cleanLine(decodeURIComponent(path))
  } catch {
    return path
  }
}
