import type { OrgConfig } from '../model/config.ts'
import type { Item } from '../model/items.ts'
import type { HandoffRequest } from '../model/request.ts'
import type { Room } from './content.ts'
import { isPublic, itemBlocks } from './content.ts'
import { figuresIn } from './figures.ts'
import { inOrder } from './in-order.ts'
import { namesOf } from './people.ts'
import { timesIn } from './times.ts'
import type { Block, Turn } from './tree.ts'
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

/** What the customer saw, turn by turn, each with its date. Internal items leave no trace. */
export function turnsOf(request: HandoffRequest, config: OrgConfig): TurnWriter[] {
  const times = timesIn(config.timeZone, config.locale)
  const nameOf = namesOf(request, config)
  const figures = figuresIn(config.locale)
  return inOrder(request.items)
    .filter(isPublic)
    .map((item) => {
      const { role, who } = nameOf(item.by)
      const via = viaOf(item, request)
      const turn = (children: readonly Block[]): Turn => ({
        type: 'turn',
        role,
        who,
        time: times.time(item.at),
        stamp: times.stamp(item.at),
        ...(via === undefined ? {} : { via: channelWord(via) }),
        date: times.date(item.at),
        ...(request.locale === undefined ? {} : { lang: request.locale }),
        children,
      })
      return {
        itemId: item.id,
        byAi: role === 'ai',
        write: (room) => turn(itemBlocks(item, { role, times, figures }, room)),
        placeholder: () => turn([notice(TOO_LONG)]),
      }
    })
}

const TOO_LONG = 'This message is too long to be shown here, see the Gladly conversation.'

function viaOf(item: Item, { conversation }: HandoffRequest): string | undefined {
  const channel = item.kind === 'text' ? item.channel : item.kind === 'email' ? 'email' : undefined
  return channel === conversation.channel ? undefined : channel
}
