import type { OrgConfig } from '../model/config.ts'
import { instantNanos } from '../model/instant.ts'
import type { Item } from '../model/items.ts'
import type { HandoffRequest } from '../model/request.ts'
import type { Room, Setting } from './content.ts'
import { isPublic, itemBlocks } from './content.ts'
import { money } from './money.ts'
import { namesOf } from './people.ts'
import { asksForSecret } from './redact.ts'
import { timesIn } from './times.ts'
import type { Turn } from './tree.ts'
import { notice } from './tree.ts'

/** A turn that can be written at several sizes. */
export interface TurnWriter {
  itemId: string
  byAi: boolean
  write: (room: Room) => Turn
  /** The turn with its header and one line instead of its content. */
  placeholder: () => Turn
}

const CHANNEL_WORDS: Readonly<Record<string, string>> = {
  chat: 'Chat',
  email: 'E-mail',
  sms: 'SMS',
  voice: 'Phone',
  whatsapp: 'WhatsApp',
  facebook: 'Facebook',
  instagram: 'Instagram',
  twitter: 'Twitter',
  other: 'Another channel',
}
export const channelWord = (channel: string): string => CHANNEL_WORDS[channel] ?? channel

/** Items by time; those of the same moment stay in the order in which they came. */
export function inOrder(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, at: instantNanos(item.at) ?? 0n }))
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
    .map(({ item }) => item)
}

/** What the customer saw, turn by turn, each with its date. Internal items leave no trace. */
export function turnsOf(request: HandoffRequest, config: OrgConfig): TurnWriter[] {
  const times = timesIn(config.timeZone, config.locale)
  const nameOf = namesOf(request, config)
  const shared = { locale: config.locale, times, money: money(config.locale) }
  const turns: TurnWriter[] = []
  let asked = false
  for (const item of inOrder(request.items).filter(isPublic)) {
    const { role, who } = nameOf(item.by)
    const setting: Setting = { ...shared, role, secretAsked: asked }
    const via = viaOf(item, request)
    const head = {
      type: 'turn' as const,
      role,
      who,
      time: times.time(item.at),
      stamp: times.stamp(item.at),
      ...(via === undefined ? {} : { via: channelWord(via) }),
      date: times.date(item.at),
      ...(request.locale === undefined ? {} : { lang: request.locale }),
    }
    turns.push({
      itemId: item.id,
      byAi: role === 'ai',
      write: (room) => ({ ...head, children: itemBlocks(item, setting, room) }),
      placeholder: () => ({
        ...head,
        children: [notice('This message is too long to be shown here, see the Gladly conversation.')],
      }),
    })
    asked = role !== 'customer' && asksForSecret(promptOf(item))
  }
  return turns
}

function viaOf(item: Item, { conversation }: HandoffRequest): string | undefined {
  const channel = item.kind === 'text' ? item.channel : item.kind === 'email' ? 'email' : undefined
  return channel === conversation.channel ? undefined : channel
}

function promptOf(item: Item): string {
  if (item.kind === 'text' || item.kind === 'email') return item.text.slice(-2000)
  return item.kind === 'choices' ? (item.prompt ?? '') : ''
}
