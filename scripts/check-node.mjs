// The sources are run as TypeScript, which an older Node cannot do: say so before it fails obscurely.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(
    `gorgias-harness needs Node 22.19 or later; this is Node ${process.versions.node}. ` +
      'The lock file brings Node 24: run `npm ci` (without --ignore-scripts) and start through `npm run` or `npx`.',
  )
  process.exit(1)
}
