import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'

interface Service {
  readonly image?: string
  readonly profiles?: readonly string[]
  readonly build?: { readonly args: { readonly BASE_IMAGE: string } }
  readonly ports?: readonly unknown[]
  readonly volumes?: readonly string[]
  readonly environment?: Readonly<Record<string, string>>
  readonly healthcheck?: { readonly test: readonly string[] }
}

const FILE = new URL('../../docker-compose.yml', import.meta.url)
const { services, volumes } = parse(readFileSync(FILE, 'utf8')) as {
  readonly services: Readonly<Record<string, Service>>
  readonly volumes: Readonly<Record<string, unknown>>
}

/** What would let a container out of its box. */
const OPENINGS = ['privileged', 'cap_add', 'devices', 'network_mode', 'pid', 'ipc', 'userns_mode']

describe('the compose file', () => {
  it('brings the simulator, a mailbox and a database, and where it is asked for the handoff', () => {
    const always = Object.entries(services).filter(([, { profiles }]) => !profiles)
    expect(always.map(([name]) => name)).toEqual(['gorgias', 'mailpit', 'postgres'])
    expect(Object.keys(services).slice(3)).toEqual(['handoff', 'handoff-worker'])
  })

  it('says of the database when it is there, keeps it in a volume, and takes its password from outside', () => {
    const { healthcheck, volumes: mounts = [], environment } = services.postgres ?? {}
    expect(healthcheck?.test.slice(0, 2)).toEqual(['CMD', 'pg_isready'])
    expect(mounts.map((mount) => mount.split(':')[0])).toEqual(Object.keys(volumes))
    expect(environment?.POSTGRES_PASSWORD).toBe('${POSTGRES_PASSWORD:-handoff}')
  })

  describe.each(Object.entries(services))('in %s', (_name, service) => {
    it('opens ports on the loopback interface only', () => {
      expect(service.ports).not.toEqual([])
      for (const port of service.ports ?? []) expect(port).toMatch(/^127\.0\.0\.1:\d+:\d+$/)
    })

    it('names an image of one version', () => {
      const image = service.image ?? service.build?.args.BASE_IMAGE.replace(/^\$\{\w+:-(.*)\}$/, '$1')
      expect(image).toMatch(/^[\w./-]+:v?\d[\w.-]*$/)
    })

    it('gives no rights beyond those of any container, and no folder of the machine', () => {
      expect(Object.keys(service).filter((key) => OPENINGS.includes(key))).toEqual([])
      for (const mount of service.volumes ?? []) expect(mount).toMatch(/^\w+:/)
    })
  })
})
