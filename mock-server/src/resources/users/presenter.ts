import { accountOf } from '../../helpdesk/model/helpdesk.ts'
import type { Helpdesk } from '../../helpdesk/model/helpdesk.ts'
import type { User } from '../../helpdesk/model/entities.ts'
import { splitName } from '../../helpdesk/names.ts'
import { formatDatetime, formatNullable } from '../../wire/datetimes.ts'

/** A user. Nobody signs in here, so nobody has a password (recorded for users made by API). */
export const presentUser = (world: Helpdesk, user: User) => ({
  ...user,
  ...splitName(user.name),
  role: { name: user.role },
  has_password: false,
  has_2fa_enabled: false,
  created_datetime: formatDatetime(user.created_datetime),
  updated_datetime: formatDatetime(user.updated_datetime),
  deactivated_datetime: formatNullable(user.deactivated_datetime),
  uri: `${accountOf(world).url}/api/users/${user.id}/`,
})
