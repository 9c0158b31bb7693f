import { describe, expect, it } from 'vitest'
import { reporter } from './dot.ts'
import { reportExample } from './example-run.fixture.ts'

describe('dot', () => {
  it('reports the example run', () => {
    expect(reportExample(reporter)).toMatchInlineSnapshot(`
      "scenarios/c.feature:2:3: error: no sentence begins like this
        2 |   nonsense
          |   ^
        hint: see kabuki explain, 100% of it

      .F-

      Refusals › It fails # 1
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

      Failed:
        scenarios/a.feature:9  Refusals › It fails # 1  (seed 7)

      snapshots: 1 written
      1 obsolete snapshot, remove with kabuki run -u:
        scenarios/a.feature: Gone › it
      3 scenarios: 1 passed, 1 failed, 1 skipped
      "
    `)
  })
})
