import { describe, expect, it } from 'vitest'
import { reportExample } from './example-run.fixture.ts'
import { reporter } from './tap.ts'

describe('tap', () => {
  it('reports the example run', () => {
    expect(reportExample(reporter)).toMatchInlineSnapshot(`
      "TAP version 14
      # scenarios/c.feature:2:3: error: no sentence begins like this
      #   2 |   nonsense
      #     |   ^
      #   hint: see kabuki explain, 100% of it
      ok 1 - Quota <1> & more › It passes
      not ok 2 - Quota <1> & more › Refusals › It fails \\# 1
        ---
        at: "scenarios/a.feature:9"
        seed: 7
        message: |
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
        ...
      ok 3 - Other › (line 2) # SKIP
      1..3
      Bail out! Some files could not be read.
      "
    `)
  })
})
