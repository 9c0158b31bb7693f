// docs/language.md: every sentence with what it means, examples, and the scenario that shows it running. Made from the grammar's
// own definitions by the test beside this file, which also checks that the kept text is the one made now (`vitest -u` rewrites).
import { type CatalogueEntry, catalogue } from '../../src/language/catalogue.ts'

const CHAPTERS = [
  ['given', 'Given — the stage'],
  ['when', 'When — the action'],
  ['then', 'Then — what must be true'],
] as const

const NEEDS: Readonly<Record<NonNullable<CatalogueEntry['needs']>, string>> = {
  text: 'Below it stands a doc string: the text.',
  yaml: 'Below it stands a doc string of YAML.',
  manifest: 'Below it stands a doc string of manifests.',
  table: 'Below it stands a table with the columns',
}

/** The reference of a tongue's sentences as Markdown. */
export function languageReference(tongue = 'en'): string {
  const entries = catalogue(tongue)
  const chapters = CHAPTERS.flatMap(([keyword, title]) => [
    `## ${title}`,
    '',
    ...families(entries.filter((e) => e.name.startsWith(`${keyword}/`))),
  ])
  return [INTRODUCTION.trim(), '', ...chapters].join('\n').trimEnd().concat('\n')
}

function families(entries: readonly CatalogueEntry[]): string[] {
  const names = [...new Set(entries.map((e) => e.family))]
  return names.flatMap((family) => [
    `### ${family}`,
    '',
    `Seen at work in [scenarios/sentences/${family}.feature](../scenarios/sentences/${family}.feature).`,
    '',
    ...entries.filter((e) => e.family === family).flatMap(section),
  ])
}

function section({ template, description, examples, needs, columns }: CatalogueEntry): string[] {
  const below =
    needs === undefined
      ? ''
      : ` ${NEEDS[needs]}${columns === undefined ? '' : ` ${columns.map((c) => `\`${c}\``).join(', ')}.`}`
  return [
    `**${template.replaceAll('<', '\\<').replaceAll('|', '\\|')}**`,
    '',
    `${description}${below}`,
    '',
    '```',
    ...examples,
    '```',
    '',
  ]
}

const INTRODUCTION = `
# The sentences of Kabuki

This list is generated from the grammar (\`grammar/en\`); \`kabuki explain <words>\` searches it. Names stand in double quotes.
Any kind may be written as people write it: \`pod\`, \`pods\`, \`Deployment\`, \`deploy\`, \`persistent volume claim\`,
\`deployments.apps\`, or a custom kind whose CustomResourceDefinition the feature applies
(with its group, \`crontab.stable.example.com\`, where two have the same name). \`it\` and \`its\` mean the object last named.

Every sentence that touches the API may end in \`in namespace "x"\` and in \`as "alice"\`, \`as "alice" in groups "dev", "ops"\` or
\`as service account "x"\`, and an action may begin with it (\`as "alice", I patch pod "web" with:\`), as a Then may with its time (\`at all times during the roll-out at least 3 pods are Ready\`); else the namespace the scenario is in and the administrator are meant.

**Who is meant**: \`pod "web"\`, \`it\`, \`every pod with labels "app=web"\`, \`all pods of deployment "web" on node "node-1"\`.

**Fields**: \`spec.replicas\`, \`spec.containers[0].image\`, \`spec.containers[name=app].resources\`, \`metadata.labels["app"]\`,
\`spec.containers[*].name\`.

**Holes** in expected texts and YAML: \`<any>\`, \`<uuid>\`, \`<age>\`, \`<time>\`, \`<number>\`, \`<ip>\`, \`<hash>\`, and \`<absent>\` for a field that must not be there.

**Time in a Then.** Alone, a Then means: it becomes true within the patience (60 seconds of cluster time unless \`the patience is …\` says otherwise). Else:

| words | meaning |
|---|---|
| \`immediately\` | now, without waiting |
| \`within 5m\` | becomes true within that time |
| \`for 10 minutes\` | becomes true within the patience and stays so for that long |
| \`is still\`, \`still exists\` | is so now and has been at all times since the last action |
| \`at all times\` | has been so at all times since the first action; \`at all times since the last action\`, \`throughout\` |
| \`at all times during the roll-out\` | has been so from the last change of a workload's template until it is rolled out; \`… of deployment "web"\` |
| \`is never\` | has not been so at any time, and does not become so within the patience |
| \`was never\` | has not been so at any time until now |
| \`… before …\`, \`… until …\` | one thing before another, one thing until another |

They are judged over the recorded history of the cluster, not by polling.
`
