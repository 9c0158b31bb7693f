# nothing yet

  # still nothing
