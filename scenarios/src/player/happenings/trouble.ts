import { userOf } from '../cast.ts'
import type { Acts } from './happen.ts'

type Verbs = 'time passes' | 'key revoked' | 'user deactivated' | 'new key' | 'rate limit used up' | 'fault'

/** Time, and what goes wrong around a handoff. */
export const troubleHappenings: Acts<Verbs> = {
  'time passes': async (stage, duration) => {
    await stage.account.clock.advance(duration)
  },

  'key revoked': (stage) => {
    stage.connection.revokeKey()
    return Promise.resolve()
  },

  'user deactivated': (stage, email) => {
    stage.deactivate(userOf(stage.cast, email ?? stage.connection.keyOwner()))
    return Promise.resolve()
  },

  'new key': (stage, email) => stage.connection.useKeyOf(email),

  'rate limit used up': (stage, used) => {
    stage.account.setRateLimit({ used: used ?? stage.account.readRateLimit().capacity })
    return Promise.resolve()
  },

  fault: (stage, fault) => {
    stage.account.addFault(fault)
    return Promise.resolve()
  },
}
