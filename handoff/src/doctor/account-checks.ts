import { parseAccount, parseMailbox, parseTeam, parseUser } from '../gorgias/rows.ts'
import type { UserRow } from '../gorgias/rows.ts'
import type { ApiResult } from '../gorgias/api-result.ts'
import { sameAddress } from './addresses.ts'
import type { Look } from './look.ts'
import type { Reader, Rows } from './reader.ts'

/** Roles that are known to be less than admin; an unknown one, such as an owner's, is not called too low. */
const LESSER_ROLES = new Set(['agent', 'basic-agent', 'lite-agent', 'observer-agent'])

/** Whether the user of the key may do less than the integration needs. */
export const roleIsTooLow = (user: UserRow): boolean => LESSER_ROLES.has(user.role)

/** The user of an address, whatever the case of its letters. The filter is documented; the rows decide. */
export async function findUser(reader: Reader, email: string): Promise<ApiResult<UserRow | undefined>> {
  const answer = await reader.list(`/api/users?email=${encodeURIComponent(email)}`, parseUser)
  return answer.ok
    ? { ...answer, value: answer.value.rows.find((user) => sameAddress(user.email, email)) }
    : answer
}

/** The addresses of the account's e-mail integrations. */
export const listMailboxes = (reader: Reader): Promise<ApiResult<Rows<string>>> =>
  reader.list('/api/integrations?type=email', parseMailbox, { maxPages: 20 })

export const readTeam = (reader: Reader, id: number) => reader.get(`/api/teams/${id}`, parseTeam)

/** Role of the key's user, support address, note sender, team: what a handoff stands on. */
export async function checkAccount(look: Look, user: UserRow | undefined): Promise<void> {
  const { reader, config } = look
  const keyUser = config.gorgias.apiKeyUserEmail
  if (user && roleIsTooLow(user)) look.add('role_too_low', { user: keyUser, role: user.role })

  const mailboxes = look.valueOf('the e-mail integrations', await listMailboxes(reader))
  const { supportEmail } = config.gorgias
  if (mailboxes && !mailboxes.rows.some((address) => sameAddress(address, supportEmail)))
    look.add('support_address_unknown', {
      address: supportEmail,
      known: mailboxes.rows.slice(0, 10).join(', ') || 'none',
    })

  const sender = config.integrationUserEmail
  if (!sameAddress(sender, keyUser)) {
    const found = await findUser(reader, sender)
    if (!found.ok) look.valueOf('the users', found)
    else if (!found.value) look.add('note_sender_unknown', { user: sender })
    else if (!found.value.active) look.add('note_sender_deactivated', { user: sender })
  }

  if (config.team) {
    const team = await readTeam(reader, config.team.id)
    if (!team.ok && team.failure.code === 'not_found') look.add('team_missing', { team: config.team.id })
    else look.valueOf('the team', team)
  }
}

/** Whether Gorgias merges new tickets into older ones of their customer (recorded: the setting). */
export async function autoMergeIsOn(look: Look): Promise<boolean> {
  const account = look.valueOf('the settings', await look.reader.get('/api/account', parseAccount))
  const tickets = account?.settings.find(({ type }) => type === 'auto-merge')?.data.tickets
  return typeof tickets === 'object' && tickets !== null && 'enabled' in tickets && tickets.enabled === true
}
