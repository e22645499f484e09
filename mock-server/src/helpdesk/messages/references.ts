import { Refusal } from '../../kernel/refusal.ts'
import type { MessageDraft } from './messages.ts'
import type { Helpdesk } from '../model/helpdesk.ts'
import { INTERNAL_NOTE } from '../model/entities.ts'

/**
 * Refuses a message that names an integration, a macro or a user that does not exist (inferred), and one that
 * mentions users without being an internal note (documented).
 */
export function refuseUnknownReferences(
  world: Helpdesk,
  { channel, integration_id, macros = [], mention_ids = [] }: MessageDraft,
): void {
  const refuse = (field: string, sentence: string): never => {
    throw new Refusal('invalid', '', { [field]: [sentence] })
  }
  if (integration_id != null && world.rows.integrations.get(integration_id) === undefined)
    refuse('integration_id', 'Integration does not exist.')
  const macro = macros.find(({ id }) => world.rows.macros.get(id) === undefined)
  if (macro !== undefined) refuse('macros', `Macro ${macro.id} does not exist.`)
  if (mention_ids.length > 0 && channel !== INTERNAL_NOTE)
    refuse('mention_ids', 'Only internal notes mention users.')
  const user = mention_ids.find((id) => world.rows.users.get(id)?.deleted_datetime !== null)
  if (user !== undefined) refuse('mention_ids', `User ${user} does not exist.`)
}
