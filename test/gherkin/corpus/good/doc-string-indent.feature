Feature: f
Scenario: s
Given g
	"""
	a
  b
		c

 d
	"""
And h
"""
  kept
"""
