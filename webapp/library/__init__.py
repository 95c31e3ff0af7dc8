"""Published process versions: the diagrams, decisions and forms that cases pin."""
