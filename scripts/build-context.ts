/**
 * Makes a folder from which `mock-server/Dockerfile` builds without a network: what it copies out of the repository,
 * and in `installed/` the packages that the simulator depends on, as they are installed here.
 *
 *     node scripts/build-context.ts FOLDER
 *     docker build --network=none -f FOLDER/mock-server/Dockerfile -t gorgias-mock FOLDER
 */
import { execFileSync } from 'node:child_process'
import { cpSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const REPOSITORY = fileURLToPath(new URL('..', import.meta.url))
const COPIED = [
  'package.json',
  'package-lock.json',
  'mock-server/package.json',
  'handoff/package.json',
  'contracts/package.json',
  'scenarios/package.json',
  'mock-server/Dockerfile',
  'mock-server/src',
]

/** The folders of the packages that are installed for the simulator, below the repository. */
function installed(): string[] {
  const production = ['--omit=dev', '--omit=optional', '--omit=peer']
  const list = ['ls', '--workspace', 'mock-server', ...production, '--all', '--parseable', '--silent']
  const folders = execFileSync('npm', list, { cwd: REPOSITORY, encoding: 'utf8' }).trim().split('\n')
  return folders
    .map((folder) => relative(REPOSITORY, folder))
    .filter((folder) => folder !== '' && !folder.includes('@gorgias-harness'))
}

const [folder] = process.argv.slice(2)
if (folder === undefined) {
  console.error('Name the folder to make: node scripts/build-context.ts FOLDER')
  process.exitCode = 1
} else {
  // Thousands of files that are only there for readers: an image is made faster without them.
  const isRun = (path: string) => !/\.(?:map|d\.[cm]?ts|md)$/.test(path)
  const copy = (path: string, to: string) =>
    cpSync(join(REPOSITORY, path), join(to, path), { recursive: true, filter: isRun })
  for (const path of COPIED) copy(path, folder)
  for (const path of installed()) copy(path, join(folder, 'installed'))
}
