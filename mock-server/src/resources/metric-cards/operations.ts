import type { Static } from 'typebox'
import { Refusal } from '../../kernel/refusal.ts'
import { METRIC_CARDS } from './cards.ts'
import type { MetricCard } from './cards.ts'
import type { MetricCardQuery } from './schema.ts'

/** The card of that slug, deprecated or not; refuses with 404. */
export function findCard(slug: string): MetricCard {
  const card = METRIC_CARDS.find((one) => one.slug === slug)
  if (card === undefined) throw new Refusal('missing')
  return card
}

export function listCards({ category, status, q, include }: Static<typeof MetricCardQuery>): MetricCard[] {
  const wanted = q?.toLowerCase() ?? ''
  const shown = status ?? (include === 'deprecated' ? undefined : 'published')
  return METRIC_CARDS.filter(
    (card) =>
      (shown === undefined || card.status === shown) &&
      (category === undefined || card.category === category) &&
      [card.slug, card.name, card.description].some((text) => text.toLowerCase().includes(wanted)),
  )
}
