"""Who answers which request of a path: routes, hooks, the framework itself."""
