// How fast the outline of a feature file is read, beside the reference parser on the same text: a scenario file of usual
// size, and a large one. Run with `npm run bench gherkin`.
import { AstBuilder, compile, GherkinClassicTokenMatcher, Parser } from '@cucumber/gherkin'
import { IdGenerator } from '@cucumber/messages'
import { Bench } from 'tinybench'
import { parseOutline } from '../src/language/outline/parse.ts'
import { compilePickles } from '../src/language/outline/pickles.ts'

const SCENARIO = `
  # The answer is the cluster's own.
  @memory @quota
  Scenario Outline: A limit of <limit> is <verdict>
    Given the namespace "constraints-mem-example"
      | name | cpu | memory |
      | n1   | 4   | 8Gi    |
    When I apply:
      """yaml
      apiVersion: v1
      kind: Pod
      metadata: {name: demo}
      spec:
        containers:
        - {name: a, image: nginx, resources: {limits: {memory: <limit>}}}
      """
    Then it is <verdict>
    And there are 2 pods
    But pod "x" never runs

    Examples: bounds
      | limit  | verdict   |
      | 1Gi    | accepted  |
      | 1536Mi | Forbidden |
`

const TEXTS: Readonly<Record<string, string>> = {
  '3 scenarios': `Feature: Memory\n  Free text.\n\n  Background:\n    Given a cluster\n${SCENARIO.repeat(3)}`,
  '1000 scenarios': `Feature: Memory\n${SCENARIO.repeat(1000)}`,
}

const bench = new Bench({ time: 500 })
for (const [name, text] of Object.entries(TEXTS)) {
  bench.add(`kabuki: ${name}`, () => {
    compilePickles(parseOutline(text).feature!)
  })
  bench.add(`kabuki, outline only: ${name}`, () => {
    parseOutline(text)
  })
  bench.add(`@cucumber/gherkin: ${name}`, () => {
    const newId = IdGenerator.incrementing()
    const document = new Parser(new AstBuilder(newId), new GherkinClassicTokenMatcher()).parse(text)
    compile({ ...document, uri: '' }, '', newId)
  })
}
await bench.run()
console.table(bench.table())
