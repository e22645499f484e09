import { parseFragment } from 'parse5'
import type { DefaultTreeAdapterTypes } from 'parse5'

type Node = DefaultTreeAdapterTypes.ChildNode
type Element = DefaultTreeAdapterTypes.Element

/** What a browser makes of a fragment: its elements, its words. */
export function readHtml(html: string): { elements: Element[]; words: string } {
  const elements: Element[] = []
  let words = ''
  const walk = (nodes: readonly Node[]): void => {
    for (const node of nodes) {
      if ('value' in node) words += node.value
      if (!('tagName' in node)) continue
      elements.push(node)
      walk(node.childNodes)
      if (!INLINE.has(node.tagName)) words += '\n'
    }
  }
  walk(parseFragment(html).childNodes)
  return { elements, words }
}
const INLINE = new Set(['strong', 'em', 'a', 'span', 'img'])

export const attribute = (element: Element, name: string): string | undefined =>
  element.attrs.find((one) => one.name === name)?.value

/** Every piece of text with the colours it is painted in; nothing is taken from the page around the fragment. */
export function paintedWords(html: string): { words: string; ink: string; ground: string }[] {
  const painted: { words: string; ink: string; ground: string }[] = []
  const walk = (nodes: readonly Node[], ink: string, ground: string): void => {
    for (const node of nodes) {
      if ('value' in node && node.value.trim() !== '') painted.push({ words: node.value, ink, ground })
      if (!('tagName' in node)) continue
      const style = attribute(node, 'style') ?? ''
      const rule = (name: string) => new RegExp(`(?:^|;)${name}:([^;]+)`).exec(style)?.[1]
      walk(node.childNodes, rule('color') ?? ink, rule('background') ?? ground)
    }
  }
  walk(parseFragment(html).childNodes, 'none', 'none')
  return painted
}

/** Contrast of two colours `#rrggbb` as WCAG 2 counts it, 1 to 21; NaN if one is none. */
export function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b)
  return ((light ?? NaN) + 0.05) / ((dark ?? NaN) + 0.05)
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * (red ?? NaN) + 0.7152 * (green ?? NaN) + 0.0722 * (blue ?? NaN)
}
