import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from 'playwright-core'
import type { Browser, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { parseHandoffRequest } from '../../src/model/request.ts'
import { buildTicket } from '../../src/ticket/build-ticket.ts'
import { previewPage } from '../../src/ticket/preview-page.ts'
import { testConfig } from '../support/config.ts'
import { everyKind } from '../support/every-kind.ts'

/*
 * What an agent sees, in a real browser: measured here, and kept as pictures in artifacts/handoff to be looked at.
 */
const executablePath = process.env.CHROMIUM ?? '/usr/bin/chromium'
const found = existsSync(executablePath)
const required = process.env.REQUIRE_BROWSER === '1'
if (!found && !required)
  console.log(
    `skipped: the preview in a browser, for there is no Chromium at ${executablePath} (CHROMIUM names another)`,
  )

const PICTURES = fileURLToPath(new URL('../../../artifacts/handoff/', import.meta.url))
const SCHEMES = ['light', 'dark'] as const
const WIDTHS = [360, 1280] as const
const everyLook = SCHEMES.flatMap((scheme) => WIDTHS.map((width) => ({ scheme, width })))

/** Expressions for the page itself; its policy lets it run nothing of its own. */
const OVERFLOWING = `[document.documentElement, ...document.querySelectorAll('article, .body, .body *, pre')]
  .filter((box) => getComputedStyle(box).display !== 'inline' && box.scrollWidth > box.clientWidth + 1 && box.clientWidth > 0)
  .map((box) => box.tagName + ' ' + box.scrollWidth + ' > ' + box.clientWidth)`

const PAINTED = `(() => {
  const rgb = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number)
  const ground = (box) => {
    for (let at = box; at; at = at.parentElement) {
      const [red, green, blue, alpha = 1] = rgb(getComputedStyle(at).backgroundColor)
      if (alpha > 0) return [red, green, blue]
    }
    return [255, 255, 255]
  }
  const light = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue].map((one) => one / 255).map((s) => (s <= 0.04045 ? s / 12.92 : ((s + 0.055) / 1.055) ** 2.4))
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const contrast = (a, b) => (Math.max(light(a), light(b)) + 0.05) / (Math.min(light(a), light(b)) + 0.05)
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const painted = []
  while (walker.nextNode()) {
    const node = walker.currentNode
    if (node.data.trim() === '') continue
    const box = node.parentElement
    painted.push({ words: node.data.trim().slice(0, 40), contrast: contrast(rgb(getComputedStyle(box).color), ground(box)) })
  }
  return painted
})()`

/** The heads of the turns that can be seen, as words, once every style of the body is gone. */
const HEADS = `(() => {
  for (const box of document.querySelectorAll('.body [style]')) box.removeAttribute('style')
  return [...document.querySelectorAll('.body strong')].filter((box) => box.offsetHeight > 0).map((box) => box.innerText)
})()`

function page(): string {
  const example = (name: string): unknown =>
    JSON.parse(readFileSync(new URL(`../../examples/${name}.json`, import.meta.url), 'utf8'))
  const names = ['chat-damaged-lamp', 'email-reply-chain', 'chat-rtl', 'chat-hostile']
  const sources = [
    ['every kind', everyKind()] as const,
    ...names.map((name) => [name, example(name)] as const),
  ]
  return previewPage(
    sources.map(([source, value]) => {
      const read = parseHandoffRequest(JSON.parse(JSON.stringify(value)))
      if (!read.ok) throw new Error(JSON.stringify(read.problems))
      const built = buildTicket(read.request, testConfig({ timeZone: 'Europe/Berlin', customTags: ['vip'] }))
      if (!built.ok) throw new Error(built.message)
      return { source, body: built.body }
    }),
  )
}

describe.skipIf(!found && !required)('the ticket in a browser', () => {
  let browser: Browser
  const html = page()

  beforeAll(async () => {
    mkdirSync(PICTURES, { recursive: true })
    browser = await chromium.launch({
      executablePath,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-sync'],
    })
  })
  afterAll(() => browser.close())

  async function look<T>(
    { scheme, width }: (typeof everyLook)[number],
    at: (shown: Page) => Promise<T>,
  ): Promise<T> {
    const shown = await browser.newPage({
      colorScheme: scheme,
      viewport: { width, height: 900 },
      bypassCSP: true,
    })
    try {
      await shown.setContent(html)
      return await at(shown)
    } finally {
      await shown.close()
    }
  }

  test.each(everyLook)('at $width pixels, $scheme: nothing has to be scrolled sideways', async (how) => {
    const overflowing = await look(how, async (shown) => {
      await shown.screenshot({ path: `${PICTURES}${how.scheme}-${how.width}.png`, fullPage: true })
      return shown.evaluate(OVERFLOWING)
    })
    expect(overflowing).toEqual([])
  })

  test.each(SCHEMES)('%s: every word stands out from its ground, 4.5 to 1 and more', async (scheme) => {
    const painted = await look({ scheme, width: 1280 }, (shown) =>
      shown.evaluate<{ words: string; contrast: number }[]>(PAINTED),
    )
    expect(painted.length).toBeGreaterThan(100)
    expect(painted.filter(({ contrast }) => !(contrast >= 4.5))).toEqual([])
  })

  test('without colour or any style, roles are words that can be seen (REQ-026)', async () => {
    const heads = await look({ scheme: 'light', width: 1280 }, async (shown) => {
      await shown.addStyleTag({ content: 'html { filter: grayscale(1) }' })
      await shown.screenshot({ path: `${PICTURES}grey-1280.png`, fullPage: true })
      return shown.evaluate<string[]>(HEADS)
    })
    expect(heads).toEqual(
      expect.arrayContaining([
        'Dana Ruiz (Customer)',
        'Gladly AI (AI assistant)',
        'Noa Levi (Agent)',
        'System',
        'Night desk (Automatic message)',
      ]),
    )
  })
})
