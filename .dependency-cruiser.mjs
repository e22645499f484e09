// The directions of the house. README: docs/../ARCHITECTURE.md, "Which way the arrows point".
const arrow = (name, comment, from, to) => ({
  name,
  comment,
  severity: 'error',
  from: { path: from },
  to: { path: to },
})

export default {
  forbidden: [
    {
      name: 'no-circles',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    arrow(
      'handoff-knows-only-the-wire',
      'handoff ships to production',
      '^handoff/src',
      '^(mock-server|contracts|scenarios)/',
    ),
    arrow(
      'simulator-knows-nobody',
      'the simulator is used by the others',
      '^mock-server/src',
      '^(handoff|contracts|scenarios)/',
    ),
    arrow(
      'contracts-and-scenarios-are-neighbours',
      'neither builds on the other',
      '^contracts/',
      '^scenarios/',
    ),
    arrow('scenarios-not-on-contracts', 'neither builds on the other', '^scenarios/', '^contracts/'),
    arrow(
      'kernel-is-the-floor',
      'what any emulator needs',
      '^mock-server/src/kernel/',
      '^mock-server/src/(?!kernel/)',
    ),
    arrow(
      'wire-stands-on-the-kernel',
      'how Gorgias speaks HTTP',
      '^mock-server/src/wire/',
      '^mock-server/src/(?!(wire|kernel)/)',
    ),
    arrow(
      'helpdesk-knows-no-http',
      'what Gorgias does by itself',
      '^mock-server/src/helpdesk/',
      '^mock-server/src/(?!(helpdesk|kernel)/)|fastify',
    ),
    arrow(
      'edge-carries-for-the-helpdesk',
      'what leaves the process and comes into it besides the API: accounts are known by their worlds',
      '^mock-server/src/edge/',
      '^mock-server/src/(?!(edge|helpdesk|kernel)/|wire/datetimes)',
    ),
    arrow(
      'edge-is-handed-in-at-the-top',
      'nobody else opens connections; to read an e-mail takes none',
      '^mock-server/src/(?!(edge/|(index|server|options)\\.ts))',
      '^mock-server/src/edge/(?!mail/mime)',
    ),
    arrow(
      'two-doors-apart',
      'the control plane and the API share what is below them',
      '^mock-server/src/control/',
      '^mock-server/src/resources/',
    ),
    arrow(
      'drivers-are-for-others',
      'a simulator for tests is made of the simulator, not the other way round',
      '^mock-server/src/(?!testing/)',
      '^mock-server/src/testing/',
    ),
    arrow(
      'client-is-for-commands-and-drivers',
      'inside the process the control plane is called directly',
      '^mock-server/src/(?!(client|cli|testing)/)',
      '^mock-server/src/client/',
    ),
    arrow(
      'public-pages-are-a-door',
      'what customers see shares with the other doors what is below them',
      '^mock-server/src/public/',
      '^mock-server/src/(?!(public|helpdesk|wire|kernel)/)',
    ),
    arrow(
      'seeds-are-below-control',
      'what an account starts with',
      '^mock-server/src/seeds/',
      '^mock-server/src/(app|cli|index|server|control|resources)',
    ),
    arrow(
      'resources-do-not-compose',
      'a resource is a plugin',
      '^mock-server/src/resources/',
      '^mock-server/src/(app|cli|index|server|control|edge)',
    ),
    arrow(
      'production-does-not-import-tests',
      'tests stay outside',
      '^[^/]+/src/(?!.*\\.test\\.ts$)',
      '\\.test\\.ts$|^[^/]+/test/',
    ),
  ],
  options: {
    exclude: { path: '^[^/]+/dist/' },
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.tests.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default'],
      extensions: ['.ts', '.js', '.json'],
    },
  },
}
