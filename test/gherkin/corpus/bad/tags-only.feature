@a @b
