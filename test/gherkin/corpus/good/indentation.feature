	Feature: tabs
 　 Scenario: an ideographic space
  Given a no-break space
When none
