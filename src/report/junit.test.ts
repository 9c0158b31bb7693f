import { describe, expect, it } from 'vitest'
import { reportExample } from './example-run.fixture.ts'
import { reporter } from './junit.ts'

describe('junit', () => {
  it('reports the example run', () => {
    expect(reportExample(reporter)).toMatchInlineSnapshot(`
      "<?xml version="1.0" encoding="UTF-8"?>
      <testsuites name="kabuki" tests="4" failures="1" errors="1" skipped="1" time="0.012400">
      <testsuite name="Quota &lt;1&gt; &amp; more" file="scenarios/a.feature" tests="2" failures="1" errors="0" skipped="0" time="0.003500">
      <properties>
      <property name="seed" value="7"/>
      </properties>
      <testcase name="It passes" classname="Quota &lt;1&gt; &amp; more" file="scenarios/a.feature" line="3" time="0.001500">
      <system-out>✓ It passes
        ✓ Given a cluster
        ✓ Then pod &quot;a&quot; is Running
            ! spec.x is NotSimulated</system-out>
      </testcase>
      <testcase name="Refusals › It fails # 1" classname="Quota &lt;1&gt; &amp; more" file="scenarios/a.feature" line="9" time="0.002000">
      <failure message="pod &quot;a&quot; is Pending, not Running" type="failed">✗ Then pod &quot;a&quot; is Running  scenarios/a.feature:11:5
          pod &quot;a&quot; is Pending, not Running
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
          +kind: B</failure>
      <system-out>✗ Refusals › It fails # 1
        ✓ When I apply &quot;a.yaml&quot;
        ✗ Then pod &quot;a&quot; is Running  scenarios/a.feature:11:5
        ✗ And it matches its snapshot  scenarios/a.feature:12:5</system-out>
      </testcase>
      </testsuite>
      <testsuite name="Other" file="scenarios/b.feature" tests="1" failures="0" errors="0" skipped="1" time="0.000000">
      <properties>
      <property name="seed" value="7"/>
      </properties>
      <testcase name="(line 2)" classname="Other" file="scenarios/b.feature" line="2" time="0.000000">
      <skipped/>
      <system-out>- (line 2)
        - * nothing</system-out>
      </testcase>
      </testsuite>
      <testsuite name="diagnostics" tests="1" failures="0" errors="1" skipped="0" time="0">
      <testcase name="scenarios/c.feature:2:3" classname="scenarios/c.feature" file="scenarios/c.feature" line="2" time="0">
      <error message="no sentence begins like this" type="sentence/unknown">scenarios/c.feature:2:3: error: no sentence begins like this
        2 |   nonsense
          |   ^
        hint: see kabuki explain, 100% of it</error>
      </testcase>
      </testsuite>
      </testsuites>
      "
    `)
  })
})
