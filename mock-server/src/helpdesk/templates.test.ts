import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderTemplate } from './templates.ts'
import type { TemplateValue } from './templates.ts'

const values = new Map<string, TemplateValue>([
  ['ticket.id', 7],
  ['ticket.spam', false],
  ['ticket.subject', null],
  ['ticket.tags', ['vip', 'gladly-ai']],
  ['ticket.customer.firstname', '<b>Tom & "Ann"</b>'],
  ['ticket.customer.name', '{{ticket.id}}'],
  ['long', '😀😀'],
])
const read = (path: readonly string[]) => values.get(path.join('.'))

describe('renderTemplate', () => {
  it('fills in variables, with or without blanks inside the braces', () => {
    expect(renderTemplate('#{{ticket.id}} {{ ticket.spam }}', read)).toBe('#7 false')
  })

  it('shows a list with commas', () => {
    expect(renderTemplate('{{ticket.tags}}', read)).toBe('vip, gladly-ai')
  })

  it('writes nothing for a variable that is unknown or empty', () => {
    expect(renderTemplate('[{{ticket.nothing}}{{ticket.subject}}]', read)).toBe('[]')
  })

  it('leaves braces that hold no variable as they are', () => {
    const text = '{{}} {{ }} {{a b}} {{a..b}} { {ticket.id} } {{ticket.id} {{#if x}}'
    expect(renderTemplate(text, read)).toBe(text)
  })

  it('escapes values for HTML, and not the template', () => {
    expect(renderTemplate('<p>Hi {{ticket.customer.firstname}}</p>', read, { escape: 'html' })).toBe(
      '<p>Hi &lt;b&gt;Tom &amp; &quot;Ann&quot;&lt;/b&gt;</p>',
    )
    expect(renderTemplate('{{ticket.customer.firstname}}', read)).toBe('<b>Tom & "Ann"</b>')
  })

  it('does not fill in a value that looks like a template', () => {
    expect(renderTemplate('{{ticket.customer.name}}', read)).toBe('{{ticket.id}}')
  })

  it('never asks for what objects inherit', () => {
    const asked: string[] = []
    const text = '{{__proto__}}{{ticket.constructor.name}}{{ticket.prototype}}'
    expect(renderTemplate(text, (path) => void asked.push(path.join('.')))).toBe('')
    expect(asked).toEqual([])
  })

  it('cuts values at the bound, and no character in two', () => {
    expect(renderTemplate('{{long}}|{{long}}', read, { maxValueLength: 3 })).toBe('😀|')
    expect(renderTemplate('{{long}}|{{long}}', read, { maxValueLength: 6 })).toBe('😀😀|😀')
  })

  it('inserts no markup and stays within its bound, whatever the value', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.nat(20), (value, maxValueLength) => {
        const html = renderTemplate('{{x}}{{x}}', () => value, { escape: 'html', maxValueLength })
        expect(html).not.toMatch(/[<>"']/)
        expect(html.length).toBeLessThanOrEqual(maxValueLength * '&quot;'.length)
      }),
    )
  })
})
