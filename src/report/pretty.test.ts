import { describe, expect, it } from 'vitest'
import { reportExample } from './example-run.fixture.ts'
import { reporter } from './pretty.ts'

describe('pretty', () => {
  it('reports the example run', () => {
    expect(reportExample(reporter)).toMatchInlineSnapshot(`
      "scenarios/c.feature:2:3: error: no sentence begins like this
        2 |   nonsense
          |   ^
        hint: see kabuki explain, 100% of it

      Quota <1> & more  scenarios/a.feature

        ✓ It passes
          ✓ Given a cluster
          ✓ Then pod "a" is Running
              ! spec.x is NotSimulated

        ✗ Refusals › It fails # 1
          ✓ When I apply "a.yaml"
          ✗ Then pod "a" is Running  scenarios/a.feature:11:5
              pod "a" is Pending, not Running
              expected: Running
              found:    Pending
              · 0/1 nodes are available:
                1 Insufficient memory.
              what happened last:
                2s  system:kube-scheduler  pod default/a  FailedScheduling␛[31m
          ✗ And it matches its snapshot  scenarios/a.feature:12:5
              it differs
              expected:
                a
                b
              found:    (nothing)
              (- expected, + found)
              @@ -1,1 +1,1 @@ kind
              -kind: A
              +kind: B

      Other  scenarios/b.feature

        - (line 2)
          - * nothing

      Failed:
        scenarios/a.feature:9  Refusals › It fails # 1  (seed 7)

      snapshots: 1 written
      1 obsolete snapshot, remove with kabuki run -u:
        scenarios/a.feature: Gone › it
      3 scenarios: 1 passed, 1 failed, 1 skipped
      "
    `)
  })

  it('shows the timeline when asked, and when quiet only what failed', () => {
    expect(reportExample(reporter, { timeline: true }).split('\n').slice(8, 14)).toMatchInlineSnapshot(`
      [
        "    ✓ Given a cluster",
        "    ✓ Then pod "a" is Running",
        "        ! spec.x is NotSimulated",
        "    what happened:",
        "        0s  admin               pod default/a  created",
        "      1m1s  system:node:node-1  pod default/a  is Running",
      ]
    `)
    expect(reportExample(reporter, { quiet: true }).split('\n').slice(4, 8)).toMatchInlineSnapshot(`
      [
        "",
        "Quota <1> & more  scenarios/a.feature",
        "",
        "  ✗ Refusals › It fails # 1",
      ]
    `)
  })

  it('draws a progress line on a terminal', () => {
    const text = reportExample(reporter, { interactive: true })
    expect(text.split('\r').map((part) => / {2}\d\/3.*$/.exec(part)?.[0])).toMatchInlineSnapshot(`
      [
        "  1/3",
        "  2/3, 1 failed",
        "  3/3, 1 failed",
        undefined,
      ]
    `)
    expect(text.split('\n').at(-2)).toBe('3 scenarios: 1 passed, 1 failed, 1 skipped in 12 ms')
  })
})
