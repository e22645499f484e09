import { execFile } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { GenericContainer, getContainerRuntimeClient, ImageName } from 'testcontainers'

const BUILD_CONTEXT = fileURLToPath(new URL('../../../scripts/build-context.ts', import.meta.url))

/** Whether a Docker answers. If none does, one line says so; where REQUIRE_DOCKER is 1, that is a failure. */
export async function dockerAnswers(): Promise<boolean> {
  try {
    await getContainerRuntimeClient()
    return true
  } catch (error) {
    if (process.env.REQUIRE_DOCKER === '1') {
      throw new Error('REQUIRE_DOCKER=1, and no Docker answers. `.ci/docker npm test` brings one.', {
        cause: error,
      })
    }
    console.warn(
      'Skipped, as no Docker answers: the simulator in a container. `.ci/docker npm test` brings one.',
    )
    return false
  }
}

/** Builds the image of the simulator with the packages that are installed here, so that it takes no network. */
export async function buildImage(name: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'gorgias-image-'))
  try {
    await promisify(execFile)(process.execPath, [BUILD_CONTEXT, folder])
    await GenericContainer.fromDockerfile(folder, 'mock-server/Dockerfile')
      .withBuildArgs({ BASE_IMAGE: process.env.BASE_IMAGE ?? 'node:24-slim' })
      .build(name, { deleteOnExit: false })
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** What an image says about itself. */
export async function configOf(name: string) {
  const { image } = await getContainerRuntimeClient()
  const { Config } = await image.inspect(ImageName.fromString(name))
  return Config
}

/** What became of a container that was stopped and not removed; it is removed now. */
export async function endOf(id: string) {
  const { container } = await getContainerRuntimeClient()
  const handle = container.getById(id)
  const { State } = await container.inspect(handle)
  await container.remove(handle)
  return State
}
