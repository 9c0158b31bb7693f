import { describe, expect, it } from 'vitest'
import { reportExample } from './example-run.fixture.ts'
import { reporter } from './html.ts'

const body = (text: string): string => text.slice(text.indexOf('</style>') + 9)

describe('html', () => {
  it('reports the example run', () => {
    expect(body(reportExample(reporter, { timeline: true }))).toMatchInlineSnapshot(`
      "<p><span class="warn">snapshots: 1 written</span><br>
      <span class="warn">1 obsolete snapshot, remove with kabuki run -u:</span><br>
        scenarios/a.feature: Gone › it<br>
      3 scenarios: <span class="good">1 passed</span>, <span class="bad">1 failed</span>, <span class="faint">1 skipped</span><span class="faint"></span></p>
      <pre>scenarios/c.feature:2:3: error: no sentence begins like this
        2 |   nonsense
          |   ^
        hint: see kabuki explain, 100% of it</pre>
      <h2>Quota &lt;1&gt; &amp; more <small>scenarios/a.feature</small></h2>
      <details>
      <summary><span class="passed">✓</span> It passes <small>scenarios/a.feature:3</small></summary>
      <ol>
      <li class="passed"><span class="mark">✓</span> <span class="strong">Given</span> a cluster</li>
      <li class="passed"><span class="mark">✓</span> <span class="strong">Then</span> pod &quot;a&quot; is Running
      <pre class="told">spec.x is NotSimulated</pre></li>
      </ol>
      <details><summary>what happened</summary>
      <pre class="told"><span class="faint">  0s</span>  <span class="label">admin             </span>  pod default/a  created
      <span class="faint">1m1s</span>  <span class="label">system:node:node-1</span>  pod default/a  is Running</pre></details>
      </details>
      <details open>
      <summary><span class="failed">✗</span> Refusals › It fails # 1 <small>scenarios/a.feature:9 (seed 7)</small></summary>
      <ol>
      <li class="passed"><span class="mark">✓</span> <span class="strong">When</span> I apply &quot;a.yaml&quot;</li>
      <li class="failed"><span class="mark">✗</span> <span class="strong">Then</span> pod &quot;a&quot; is Running
      <pre><span class="bad">pod &quot;a&quot; is Pending, not Running</span>
      <span class="faint">expected:</span> <span class="good">Running</span>
      <span class="faint">found:</span>    <span class="bad">Pending</span>
      · 0/1 nodes are available:
        1 Insufficient memory.
      what happened last:
        <span class="faint">2s</span>  <span class="label">system:kube-scheduler</span>  pod default/a  FailedScheduling␛[31m</pre></li>
      <li class="failed"><span class="mark">✗</span> <span class="strong">And</span> it matches its snapshot
      <pre><span class="bad">it differs</span>
      <span class="faint">expected:</span>
        <span class="good">a</span>
        <span class="good">b</span>
      <span class="faint">found:</span>    <span class="bad">(nothing)</span>
      <span class="faint">(</span><span class="bad">- expected</span><span class="faint">, </span><span class="good">+ found</span><span class="faint">)</span>
      <span class="label">@@ -1,1 +1,1 @@ kind</span>
      <span class="bad">-kind: A</span>
      <span class="good">+kind: B</span></pre></li>
      </ol>
      </details>
      <h2>Other <small>scenarios/b.feature</small></h2>
      <details>
      <summary><span class="skipped">-</span> (line 2) <small>scenarios/b.feature:2</small></summary>
      <ol>
      <li class="skipped"><span class="mark">-</span> <span class="strong">*</span> nothing</li>
      </ol>
      </details>
      </html>
      "
    `)
  })

  it('shows only what failed when quiet', () => {
    const page = reportExample(reporter, { quiet: true })
    expect(page).not.toContain('It passes')
    expect(page).toContain('It fails # 1')
  })
})
