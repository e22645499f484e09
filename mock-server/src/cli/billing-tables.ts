import type { Bill, Comparison, Estimate } from '../index.ts'

/** Puts cells below each other: texts to the left, figures (names of columns that end in ">") to the right. */
function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const names = heads.map((head) => head.replace(/>$/, ''))
  const widths = names.map((name, i) => Math.max(name.length, ...rows.map((row) => row[i]?.length ?? 0)))
  const toLine = (cells: readonly string[]) =>
    `  ${cells
      .map((cell, i) =>
        heads[i]?.endsWith('>') ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0),
      )
      .join('  ')}`.trimEnd()
  return [toLine(names), ...rows.map(toLine)]
}

const count = (number: number): string => number.toLocaleString('en-US')

/** `1160.00` as `1,160.00`. */
const money = (amount: string | null): string => {
  if (amount === null) return '-'
  const [whole = '', fraction = ''] = amount.split('.')
  return `${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${fraction}`
}

const nameOf = (plan: string): string => plan.slice(0, 1).toUpperCase() + plan.slice(1)

const shortened = (text: string, length: number): string =>
  text.length > length ? `${text.slice(0, length - 3)}...` : text

const MODES = { ticket: 'by the ticket', block: 'by started blocks of 100' } as const

function facts(bill: Bill): string[] {
  const { by, ai_agent, apart, seats, cheapest } = bill
  const rows = [
    ['billable tickets', count(bill.billable_tickets)],
    ['made so by', `agents ${count(by.agent)}, rules ${count(by.rule)}, AI Agent ${count(by['ai-agent'])}`],
    ['AI Agent', `${count(ai_agent.resolutions)} resolutions charged, ${count(ai_agent.pending)} pending`],
    ['apart, not priced', `${count(apart.voice)} tickets with calls, ${count(apart.sms)} with texts`],
    ['seats', `${seats.used} used, ${seats.allowed === null ? 'no limit' : `${seats.allowed} allowed`}`],
    ['cheapest plan', `${nameOf(cheapest.plan)}, ${money(cheapest.amount)}`],
  ]
  return rows.map(([name = '', value = '']) => `  ${name.padEnd(19)}${value}`)
}

/**
 * A bill as lines of text, at most 80 columns wide.
 *
 * @param account the name of the account
 */
export function renderBill(bill: Bill, account: string): string {
  const { lines, auto_replies } = bill
  const priced = table(
    ['', 'quantity>', 'each>', `${bill.currency}>`],
    [
      ...lines.map((line) => [
        line.description,
        count(line.quantity),
        money(line.unit_amount),
        money(line.amount),
      ]),
      ['Total', '', '', money(bill.amount)],
    ],
  )
  const replies = table(
    ['answers of rules', 'made billable>', 'answered by nobody else>', 'cost>'],
    auto_replies.map((reply) => [
      shortened(reply.name, 30),
      count(reply.billable_tickets),
      count(reply.answered_by_rule_alone),
      money(reply.amount),
    ]),
  )
  return [
    `${account}, ${bill.month}: ${nameOf(bill.plan)} plan, ${bill.term} term (prices of ${bill.prices_of})`,
    '',
    ...(bill.note === undefined ? priced : [`  ${bill.note}`]),
    '',
    ...facts(bill),
    ...(auto_replies.length > 0 ? ['', ...replies] : []),
  ].join('\n')
}

const WAYS = [
  ['people', 'people alone'],
  ['ai_agent', 'AI Agent resolves'],
  ['gladly', 'Gladly resolves'],
] as const

function waysTable({ ways, plan, currency }: Comparison): string[] {
  const own = plan === null ? [] : [`on ${nameOf(plan)}>`]
  return table(
    [currency, 'billable>', 'resolutions>', ...own, 'cheapest>', ''],
    WAYS.map(([key, name]) => {
      const way = ways[key]
      const amount = plan === null ? [] : [money(way.amount)]
      const { cheapest } = way
      return [
        name,
        count(way.billable_tickets),
        count(way.resolutions),
        ...amount,
        money(cheapest.amount),
        nameOf(cheapest.plan),
      ]
    }),
  )
}

function monthsTable({ months, peak, ways }: Comparison): string[] {
  return table(
    ['month', 'tickets>', 'resolved>', 'AI Agent>', 'best plan', 'Gladly>', 'best plan', ''],
    months.map(({ month, conversations, resolved }, i) => {
      const [aiAgent, gladly] = [ways.ai_agent.months[i], ways.gladly.months[i]]
      return [
        month,
        count(conversations),
        count(resolved),
        money(aiAgent?.cheapest.amount ?? null),
        nameOf(aiAgent?.cheapest.plan ?? ''),
        money(gladly?.cheapest.amount ?? null),
        nameOf(gladly?.cheapest.plan ?? ''),
        month === peak?.month && months.length > 1 ? 'peak' : '',
      ]
    }),
  )
}

/** What is worth a sentence. */
function sentences(comparison: Comparison | Estimate): string[] {
  const { saving, plan, break_evens } = comparison
  const lines = [
    ...(saving.on_plan === null
      ? []
      : [`Gladly saves ${money(saving.on_plan)} against AI Agent on ${nameOf(plan ?? '')}.`]),
    `Gladly saves ${money(saving.cheapest)} against AI Agent if each has its cheapest plan.`,
  ]
  if ('auto_reply' in comparison) {
    const { amount, billable_with, billable_without } = comparison.auto_reply
    if (billable_with > billable_without) {
      const counts = `${count(billable_with)} are billable, not ${count(billable_without)}`
      lines.push(`An auto-reply on each handoff costs ${money(amount)}: ${counts}.`)
    }
  }
  const evens = break_evens.map(({ larger, tickets }) => `${nameOf(larger)} ${count(tickets)}`)
  return [...lines, `Break-even, in tickets a month: ${evens.join(', ')}.`]
}

/**
 * A comparison as lines of text, at most 80 columns wide.
 *
 * @param about what it is about, such as the name of the account
 */
export function renderComparison(comparison: Comparison | Estimate, about: string): string {
  const { term, overage, prices_of, months } = comparison
  return [
    about,
    `${term} term, overage ${MODES[overage]}, prices of ${prices_of}`,
    '',
    ...waysTable(comparison),
    '',
    ...(months.length > 1 ? [...monthsTable(comparison), ''] : []),
    ...sentences(comparison).map((line) => `  ${line}`),
  ].join('\n')
}
